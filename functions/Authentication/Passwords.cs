using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DataAggregator.Functions.Authentication;

/// <summary>Hashes and verifies passwords: PBKDF2 with HMAC-SHA-512, 210,000 rounds (OWASP Password Storage Cheat Sheet).</summary>
public static class Passwords
{
    /// <summary>The least length of a password.</summary>
    public const int MinLength = 12;

    private static readonly object Nobody = new();
    private static readonly PasswordHasher<object> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // Verified where there is no account, so that an unknown address takes as long as a wrong password.
    private static readonly Lazy<string> Decoy = new(() => Hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>The hash to keep.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>Whether the password is the hash's; with no hash, false after the same time.</summary>
    public static bool Verify(string? hash, string password) =>
        Hasher.VerifyHashedPassword(Nobody, hash ?? Decoy.Value, password) != PasswordVerificationResult.Failed && hash is not null;
}
