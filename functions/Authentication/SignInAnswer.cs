using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Security;
using Microsoft.IdentityModel.Tokens;

namespace DataAggregator.Functions.Authentication;

/// <summary>What signing in and refreshing answer.</summary>
/// <param name="AccessToken">Sent as <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType"><c>bearer</c>.</param>
/// <param name="ExpiresIn">Seconds that the access token is valid.</param>
/// <param name="RefreshToken">Gives the next pair, once.</param>
/// <param name="User">Who signed in.</param>
public sealed record SignInAnswer(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, User User)
{
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(30);

    /// <summary>A new pair of tokens; the refresh token is kept as the newest of its family.</summary>
    internal static async Task<SignInAnswer> CreateAsync(User user, string family, AccessTokens tokens, IUserStore users, TimeProvider time, CancellationToken cancellationToken)
    {
        var refreshToken = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        await users.AddRefreshTokenAsync(HashOf(refreshToken), family, user.Id, time.GetUtcNow() + RefreshLifetime, cancellationToken);
        return new SignInAnswer(tokens.Create(user), "bearer", (int)tokens.Lifetime.TotalSeconds, refreshToken, user);
    }

    /// <summary>What is kept of a refresh token.</summary>
    internal static string HashOf(string refreshToken) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken)));
}
