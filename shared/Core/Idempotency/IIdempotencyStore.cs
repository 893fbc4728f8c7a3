namespace DataAggregator.Core.Idempotency;

/// <summary>Requests that came with a key, and what they were answered: the same key starts one thing, on whichever host it arrives.</summary>
public interface IIdempotencyStore
{
    /// <summary>Takes the key for one request. While another has it, this waits; a request whose host has died holds nothing.</summary>
    /// <param name="scope">Whose key, of which operation.</param>
    /// <param name="fingerprint">Tells other requests from this one.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null when another request still has the key.</returns>
    Task<IIdempotencyClaim?> ClaimAsync(string scope, string fingerprint, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Forgets keys that are older than a day; how many they were.</summary>
    Task<int> ForgetOldAsync(CancellationToken cancellationToken);
}
