using System.Security.Claims;
using DataAggregator.Core.Security;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataAggregator.Functions.Authentication;

/// <summary>Makes and reads access tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256.</summary>
/// <param name="key">At least 32 secret bytes.</param>
/// <param name="lifetime">How long a token is valid.</param>
/// <param name="time">The clock.</param>
public sealed class AccessTokens(byte[] key, TimeSpan lifetime, TimeProvider time)
{
    private const string Issuer = "dataaggregator";
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly SymmetricSecurityKey signingKey = new(key);

    /// <summary>How long a token is valid.</summary>
    public TimeSpan Lifetime { get; } = lifetime;

    /// <summary>A token for the account.</summary>
    public string Create(User user)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Subject = new ClaimsIdentity([new("sub", user.Id), new("email", user.Email), new("role", user.Role)]),
            SigningCredentials = new SigningCredentials(signingKey, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>The user that a token stands for, or null when it is not ours, changed or expired.</summary>
    public async Task<SignedInUser?> ReadAsync(string token)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            IssuerSigningKey = signingKey,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.Zero,
            LifetimeValidator = (notBefore, expires, _, _) => time.GetUtcNow().UtcDateTime is var now && now >= notBefore && now < expires,
        });
        if (!result.IsValid)
            return null;
        return new SignedInUser((string)result.Claims["sub"], (string)result.Claims["email"], (string)result.Claims["role"]);
    }
}
