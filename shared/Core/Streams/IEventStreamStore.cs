namespace DataAggregator.Core.Streams;

/// <summary>The events of streams, each in its place for as long as it is kept: what a run reads of a range is the same every time.</summary>
public interface IEventStreamStore
{
    /// <summary>Adds events behind those that are there; one that is there already is not added again.</summary>
    /// <returns>How many were added.</returns>
    Task<int> AppendAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken);

    /// <summary>All streams, by name.</summary>
    Task<IReadOnlyList<StreamSummary>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What is kept of a stream; null where it has had no event.</summary>
    Task<StreamRange?> KeptAsync(string stream, CancellationToken cancellationToken);

    /// <summary>Events of a range in order, that many at most.</summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string stream, StreamRange range, int limit, CancellationToken cancellationToken);

    /// <summary>What active triggers have not given to runs yet.</summary>
    Task<IReadOnlyList<StreamBacklog>> BacklogsAsync(CancellationToken cancellationToken);

    /// <summary>Deletes events that are older than a week and that no active trigger waits to give to a run.</summary>
    Task ForgetOldAsync(CancellationToken cancellationToken);
}
