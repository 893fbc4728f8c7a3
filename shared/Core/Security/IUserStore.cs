namespace DataAggregator.Core.Security;

/// <summary>The accounts and what they sign in with.</summary>
public interface IUserStore
{
    /// <summary>Adds an account.</summary>
    /// <exception cref="Storage.ConflictException">The address is taken.</exception>
    Task<User> CreateAsync(string email, string fullName, string role, string passwordHash, CancellationToken cancellationToken);

    /// <summary>The account, or null.</summary>
    Task<User?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The account of that address and its password's hash, or null.</summary>
    Task<(User User, string PasswordHash)?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Whether there is any account.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a refresh token (by its SHA-256) as the newest of its family.</summary>
    Task AddRefreshTokenAsync(string tokenHash, string family, string userId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Spends a refresh token. A token that was spent before revokes its whole family.</summary>
    /// <returns>The account and the family, or null when the token is unknown, spent, revoked or expired.</returns>
    Task<(User User, string Family)?> SpendRefreshTokenAsync(string tokenHash, CancellationToken cancellationToken);

    /// <summary>Revokes the family of a refresh token. Unknown tokens are ignored.</summary>
    Task RevokeRefreshTokenAsync(string tokenHash, CancellationToken cancellationToken);
}
