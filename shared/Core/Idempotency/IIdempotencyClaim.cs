namespace DataAggregator.Core.Idempotency;

/// <summary>A key that one request has, until this is disposed.</summary>
public interface IIdempotencyClaim : IAsyncDisposable
{
    /// <summary>Stays the same for every request of the key: what is started under it is started once, also when its first host died before it could answer.</summary>
    string Id { get; }

    /// <summary>Whether the key was first sent with another request.</summary>
    bool IsOther { get; }

    /// <summary>What the first request was answered; null when it was not.</summary>
    string? Answer { get; }

    /// <summary>Keeps the answer for the requests that come after.</summary>
    Task KeepAsync(string answer, CancellationToken cancellationToken);

    /// <summary>Says that there was no answer worth keeping: the next request, whatever it is, is carried out.</summary>
    Task ReopenAsync(CancellationToken cancellationToken);
}
