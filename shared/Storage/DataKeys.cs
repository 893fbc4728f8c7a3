using System.Collections.Concurrent;
using System.Security.Cryptography;
using DataAggregator.Core.Security;

namespace DataAggregator.Storage;

/// <summary>
/// The data keys that records at rest are encrypted with, one an owner (a run for its dead letters, a day of a stream for its events): stored as the installation's
/// key protects them, and kept here once they were needed.
/// </summary>
internal sealed class DataKeys(ISecretProtector protector)
{
    private const int KeySize = 32;
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    /// <summary>The key of an owner, or null when it has none.</summary>
    public async Task<byte[]?> FindAsync(string owner, Func<Task<string?>> load, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(owner, out var key))
            return key;
        return await load() is { } stored ? await KeepAsync(owner, stored, cancellationToken) : null;
    }

    /// <summary>The key of an owner; <paramref name="keep"/> stores a new protected key unless there is one, and gives the one that is there.</summary>
    public async Task<byte[]> OfAsync(string owner, Func<string, Task<string>> keep, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(owner, out var key))
            return key;
        var fresh = await protector.ProtectAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)), cancellationToken);
        return await KeepAsync(owner, await keep(fresh), cancellationToken);
    }

    private async Task<byte[]> KeepAsync(string owner, string stored, CancellationToken cancellationToken)
    {
        var key = Convert.FromBase64String(await protector.UnprotectAsync(stored, cancellationToken));
        if (known.Count >= MostKept)
            known.Clear();
        known[owner] = key;
        return key;
    }
}
