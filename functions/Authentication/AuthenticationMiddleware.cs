using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace DataAggregator.Functions.Authentication;

/// <summary>Tells who asks, by the request's bearer token, where the function asks for a role. Whether they may is decided behind it.</summary>
public sealed class AuthenticationMiddleware(AccessTokens tokens) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && RequiredRoles.Of(context.FunctionDefinition) is not null && TokenOf(http.Request) is { } token && await tokens.ReadAsync(token) is { } user)
            http.Items[typeof(SignedInUser)] = user;
        await next(context);
    }

    /// <summary>The request's bearer token; null where there is none.</summary>
    internal static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.FirstOrDefault() is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
}
