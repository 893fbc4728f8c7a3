using System.Security.Cryptography;
using DataAggregator.Core.Security;
using DataAggregator.Core.Storage;

namespace DataAggregator.Functions.Authentication;

/// <summary>The first account, without which nobody could sign in.</summary>
public static class Administrator
{
    /// <summary>Creates the administrator when there is no account at all.</summary>
    /// <param name="users">The accounts.</param>
    /// <param name="email">The address.</param>
    /// <param name="password">The password; null to have one made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The password that was made, to be shown once; null when one was given or nothing was created.</returns>
    /// <exception cref="ArgumentException">The password is too short.</exception>
    public static async Task<string?> EnsureAsync(IUserStore users, string email, string? password, CancellationToken cancellationToken)
    {
        if (await users.AnyAsync(cancellationToken))
            return null;
        if (password is { Length: < Passwords.MinLength })
            throw new ArgumentException($"The administrator's password needs at least {Passwords.MinLength} characters.", nameof(password));
        var made = password is null ? RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789", 20) : null;
        try
        {
            await users.CreateAsync(email, "Administrator", Roles.Admin, Passwords.Hash(password ?? made!), cancellationToken);
            return made;
        }
        catch (ConflictException)
        {
            // Another copy of the server on the same database was faster; its account stands.
            return null;
        }
    }
}
