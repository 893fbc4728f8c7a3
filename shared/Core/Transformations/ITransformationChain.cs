using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>A compiled list of steps, for one reader at a time: it counts what passes through it.</summary>
public interface ITransformationChain
{
    /// <summary>The books so far, one entry a step, in order.</summary>
    IReadOnlyList<StepCounts> Counts { get; }

    /// <summary>The schema of what comes out for records of that schema.</summary>
    Schema Describe(Schema input);

    /// <summary>Passes a batch through all steps. The caller keeps, and disposes, the input.</summary>
    /// <exception cref="Connectors.ConnectorException">A rule with <c>on_failure: fail_run</c> failed (class data).</exception>
    TransformResult Apply(RecordBatch input, TransformContext context);
}
