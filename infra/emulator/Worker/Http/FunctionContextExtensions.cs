using DataAggregator.Emulator.Worker.Http;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The ASP.NET Core side of an invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request's HTTP context.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>
    /// The HTTP context; null if no HTTP request started the function, and in middleware that was registered before
    /// <c>ConfigureFunctionsWebApplication</c>.
    /// </returns>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpResultMiddleware.HttpContextKey, out var http) ? http as HttpContext : null;
    }
}
