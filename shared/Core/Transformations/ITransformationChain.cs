using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>Steps that look at one record after the other, for one reader at a time: the chain counts what passes through it.</summary>
public interface ITransformationChain
{
    /// <summary>The books so far, one entry a step, in order.</summary>
    IReadOnlyList<StepCounts> Counts { get; }

    /// <summary>
    /// Passes a batch, which it takes over, through all steps. There is one result, or several where a step makes so many records that they are given in
    /// parts; where those end depends on the records alone. The chain takes one batch at a time, to its last result.
    /// </summary>
    /// <exception cref="Connectors.ConnectorException">A rule with <c>on_failure: fail_run</c> failed (class data).</exception>
    IAsyncEnumerable<TransformResult> ApplyAsync(RecordBatch input, CancellationToken cancellationToken);
}
