using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>
/// The steps of a program from the first on that needs the whole run. What comes out, and its order, depend on the records and their order
/// alone, not on how they are cut into partitions, on the memory budget, or on how many workers read.
/// </summary>
public interface IGathering : IAsyncDisposable
{
    /// <summary>The books so far, one entry a step, in order.</summary>
    IReadOnlyList<StepCounts> Counts { get; }

    /// <summary>Reads every partition to its end, several at a time, and gives what comes out of the last step. Called once. The receiver disposes each batch.</summary>
    /// <param name="partitions">What came out of the chains, one sequence a partition, in source order.</param>
    /// <param name="rejected">Gets the records that a step takes out while partitions are read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Connectors.ConnectorException">A rule with <c>on_failure: fail_run</c> failed (class data).</exception>
    IAsyncEnumerable<TransformResult> RunAsync(IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions, RejectedRecordsHandler rejected, CancellationToken cancellationToken);
}
