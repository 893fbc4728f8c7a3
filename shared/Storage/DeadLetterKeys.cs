using System.Collections.Concurrent;
using System.Security.Cryptography;
using DataAggregator.Core.Security;

namespace DataAggregator.Storage;

/// <summary>The data keys that dead letters are encrypted with, one a run: stored as the installation's key protects them, and kept here once they were needed.</summary>
internal sealed class DeadLetterKeys(ISecretProtector protector)
{
    private const int KeySize = 32;
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    /// <summary>The seal of a run, or null when the run has no key.</summary>
    public async Task<DeadLetterSeal?> FindAsync(string runId, Func<Task<string?>> load, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(runId, out var key))
            return new DeadLetterSeal(key, runId);
        return await load() is { } stored ? await KeepAsync(runId, stored, cancellationToken) : null;
    }

    /// <summary>The seal of a run; <paramref name="keep"/> stores a new protected key unless there is one, and gives the one that is there.</summary>
    public async Task<DeadLetterSeal> OfAsync(string runId, Func<string, Task<string>> keep, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(runId, out var key))
            return new DeadLetterSeal(key, runId);
        var fresh = await protector.ProtectAsync(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)), cancellationToken);
        return await KeepAsync(runId, await keep(fresh), cancellationToken);
    }

    private async Task<DeadLetterSeal> KeepAsync(string runId, string stored, CancellationToken cancellationToken)
    {
        var key = Convert.FromBase64String(await protector.UnprotectAsync(stored, cancellationToken));
        if (known.Count >= MostKept)
            known.Clear();
        known[runId] = key;
        return new DeadLetterSeal(key, runId);
    }
}
