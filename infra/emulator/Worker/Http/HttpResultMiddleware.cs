using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace DataAggregator.Emulator.Worker.Http;

/// <summary>Brings the HTTP context into the invocation, and executes the result when control returns.</summary>
internal sealed class HttpResultMiddleware(ModelBindingBody body) : IFunctionsWorkerMiddleware
{
    /// <summary>The key under which the official worker keeps the HTTP context among the invocation's items.</summary>
    public const string HttpContextKey = "HttpRequestContext";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.Features.Get<HttpContext>() is not { } http)
        {
            await next(context);
            return;
        }

        context.Items[HttpContextKey] = http;
        context.Features.Set<IFromBodyConversionFeature>(body);
        await next(context);
        switch (context.GetInvocationResult().Value)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            default:
                // Other values are written by the host, after the whole pipeline.
                break;
        }
    }
}
