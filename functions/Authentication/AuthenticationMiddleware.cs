using System.Collections.Concurrent;
using System.Reflection;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace DataAggregator.Functions.Authentication;

/// <summary>Lets a request through when its bearer token is ours and its role covers what the function asks for.</summary>
public sealed class AuthenticationMiddleware(AccessTokens tokens) : IFunctionsWorkerMiddleware
{
    private readonly ConcurrentDictionary<string, string?> requiredRoles = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && requiredRoles.GetOrAdd(context.FunctionDefinition.EntryPoint, RequiredRole) is { } required)
        {
            var user = await AuthenticateAsync(http.Request);
            if (!Roles.Covers(user.Role, required))
                throw new ApiException(403, "forbidden", $"This needs the role '{required}'; you have '{user.Role}'.");
            http.Items[typeof(SignedInUser)] = user;
        }

        await next(context);
    }

    private static string? RequiredRole(string entryPoint)
    {
        var split = entryPoint.LastIndexOf('.');
        var method = typeof(AuthenticationMiddleware).Assembly.GetType(entryPoint[..split])?
            .GetMethod(entryPoint[(split + 1)..], BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static);
        if (method?.IsDefined(typeof(AnonymousAttribute)) == true)
            return null;
        return method?.GetCustomAttribute<RequireRoleAttribute>()?.Role ?? Roles.Admin;
    }

    private async Task<SignedInUser> AuthenticateAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.FirstOrDefault();
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            throw new ApiException(401, "unauthenticated", "Sign in first: POST /api/v1/auth/login, then send 'Authorization: Bearer <access_token>'.");
        return await tokens.ReadAsync(header["Bearer ".Length..].Trim())
            ?? throw new ApiException(401, "unauthenticated", "The access token is invalid or has expired; sign in again or refresh it.");
    }
}
