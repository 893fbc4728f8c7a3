using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>Steps that look at one record after the other, for one reader at a time: the chain counts what passes through it.</summary>
public interface ITransformationChain
{
    /// <summary>The books so far, one entry a step, in order.</summary>
    IReadOnlyList<StepCounts> Counts { get; }

    /// <summary>Passes a batch through all steps. The caller keeps, and disposes, the input.</summary>
    /// <exception cref="Connectors.ConnectorException">A rule with <c>on_failure: fail_run</c> failed (class data).</exception>
    ValueTask<TransformResult> ApplyAsync(RecordBatch input, CancellationToken cancellationToken);
}
