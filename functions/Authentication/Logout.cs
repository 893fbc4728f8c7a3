using DataAggregator.Core.Security;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Authentication;

/// <summary>POST /auth/logout: ends a session by revoking its refresh tokens.</summary>
public sealed class Logout(IUserStore users)
{
    /// <summary>Ends the session of a refresh token.</summary>
    [Function("Logout")]
    [RequireRole(Roles.Viewer)]
    [Body(typeof(Refresh.Request))]
    [Answers(204)]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/logout")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Refresh.Request>(cancellationToken);
        await users.RevokeRefreshTokenAsync(SignInAnswer.HashOf(body.RefreshToken.Reveal()), cancellationToken);
        return Results.NoContent();
    }
}
