namespace DataAggregator.Core.Security;

/// <summary>
/// Encrypts secrets at rest: AES-256-GCM with a data key of its own for each, wrapped by a key-encryption key
/// (a local key file, Key Vault on Azure).
/// </summary>
public interface ISecretProtector
{
    /// <summary>The text that is stored in the secret's place; begins with <c>enc:</c> and differs at every call.</summary>
    Task<string> ProtectAsync(string plaintext, CancellationToken cancellationToken);

    /// <summary>The secret again.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The text was changed, or protected under another key.</exception>
    Task<string> UnprotectAsync(string protectedText, CancellationToken cancellationToken);
}
