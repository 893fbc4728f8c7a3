using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Reads a sealed segment as long as nobody stops the run. It asks between batches, when none is in hand that would have to be given back.</summary>
internal static class SealedBatches
{
    /// <summary>The batches; the reader disposes each.</summary>
    /// <exception cref="RunStoppedException">The run was stopped.</exception>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(Stream stream, RunWatch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        watch.ThrowIfStopped();
        await foreach (var batch in SegmentReader.ReadAsync(stream, cancellationToken))
        {
            yield return batch;
            watch.ThrowIfStopped();
        }
    }
}
