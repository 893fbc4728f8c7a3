using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace DataAggregator.Functions.Authentication;

/// <summary>Lets a request through when its user's role covers what the function asks for.</summary>
public sealed class AuthorizationMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && RequiredRoles.Of(context.FunctionDefinition) is { } required)
        {
            var user = http.Items[typeof(SignedInUser)] as SignedInUser ?? throw Unauthenticated(http.Request);
            if (!Roles.Covers(user.Role, required))
                throw new ApiException(403, "forbidden", $"This needs the role '{required}'; you have '{user.Role}'.");
        }

        await next(context);
    }

    private static ApiException Unauthenticated(HttpRequest request) => new(
        401,
        "unauthenticated",
        AuthenticationMiddleware.TokenOf(request) is null
            ? "Sign in first: POST /api/v1/auth/login, then send 'Authorization: Bearer <access_token>'."
            : "The access token is invalid or has expired; sign in again or refresh it.");
}
