using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.Files;

/// <summary>A file that was read up to a position and is still open there.</summary>
/// <param name="source">Reads on; stops when <paramref name="stop"/> is cancelled.</param>
/// <param name="stop">Outlives those who read, each of whom has a token of its own.</param>
internal sealed class PausedReading(IAsyncEnumerator<SourceBatch> source, CancellationTokenSource stop) : IAsyncDisposable
{
    /// <summary>The batch that was read last.</summary>
    public SourceBatch Current => source.Current;

    /// <summary>Whether it can be gone on with: not when its reader gave up, be it at the moment in which the last batch came.</summary>
    public bool IsAlive => !stop.IsCancellationRequested;

    /// <summary>Reads the next batch.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(stop.Cancel).ConfigureAwait(false);
        try
        {
            return await source.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync().ConfigureAwait(false);
        stop.Dispose();
    }

    /// <summary>What is read, and from where on.</summary>
    /// <param name="Options">The source's settings.</param>
    /// <param name="Partition">The partition, with the file's identity in its state.</param>
    /// <param name="Schema">The types.</param>
    /// <param name="Position">Where to go on.</param>
    /// <param name="Ordinal">The ordinal of the next record.</param>
    public sealed record Place(string Options, SourcePartition Partition, Schema Schema, string? Position, long Ordinal);
}
