using System.ComponentModel;
using DataAggregator.Core.Security;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Authentication;

/// <summary>POST /auth/refresh: the next pair of tokens. A refresh token is good once; its second use revokes all that came of it.</summary>
public sealed class Refresh(IUserStore users, AccessTokens tokens, TimeProvider time)
{
    /// <summary>What refreshing takes.</summary>
    public sealed record Request
    {
        /// <summary>The newest refresh token.</summary>
        [Description("The newest refresh token.")]
        public required Secret RefreshToken { get; init; }
    }

    /// <summary>Exchanges a refresh token for the next pair of tokens.</summary>
    [Function("Refresh")]
    [Anonymous]
    [Body(typeof(Request))]
    [Answers(200, typeof(SignInAnswer))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/refresh")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        if (await users.SpendRefreshTokenAsync(SignInAnswer.HashOf(body.RefreshToken.Reveal()), cancellationToken) is not { User.IsActive: true } spent)
            throw new ApiException(401, "unauthenticated", "The refresh token is unknown, spent or expired; sign in again.");
        return Answers.Ok(await SignInAnswer.CreateAsync(spent.User, spent.Family, tokens, users, time, cancellationToken));
    }
}
