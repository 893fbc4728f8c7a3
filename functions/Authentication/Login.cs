using System.ComponentModel;
using DataAggregator.Core.Security;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Functions.RateLimits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Authentication;

/// <summary>POST /auth/login: an access token and a refresh token for an address and a password.</summary>
public sealed class Login(IUserStore users, AccessTokens tokens, TimeProvider time)
{
    /// <summary>What signing in takes.</summary>
    public sealed record Request
    {
        /// <summary>The account's address.</summary>
        [Description("The account's mail address.")]
        public required string Email { get; init; }

        /// <summary>Its password.</summary>
        [Description("Its password.")]
        public required Secret Password { get; init; }

        /// <summary>The current code of an authenticator, for accounts that have one.</summary>
        [Description("The current code of an authenticator, for accounts that have one.")]
        public string? Totp { get; init; }
    }

    /// <summary>Signs in. A wrong address and a wrong password are answered alike.</summary>
    [Function("Login")]
    [Anonymous]
    [RequestRate(RequestRate.SignIn)]
    [Body(typeof(Request), FormFields = ["username", "password"])]
    [Answers(200, typeof(SignInAnswer))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/login")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, cancellationToken);
        var account = await users.FindByEmailAsync(body.Email.Trim(), cancellationToken);
        if (!Passwords.Verify(account?.PasswordHash, body.Password.Reveal()) || account is not { User.IsActive: true } found)
            throw new ApiException(401, "unauthenticated", "The address or the password is wrong.");
        return Answers.Ok(await SignInAnswer.CreateAsync(found.User, Guid.NewGuid().ToString("N"), tokens, users, time, cancellationToken));
    }

    private static async Task<Request> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return await request.ReadAsync<Request>(cancellationToken);
        var form = await request.ReadFormAsync(cancellationToken);
        return new Request { Email = form["username"].ToString(), Password = new Secret(form["password"].ToString()) };
    }
}
