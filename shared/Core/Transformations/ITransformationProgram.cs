using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>
/// A compiled list of steps. Steps that look at one record after the other run in chains, as many side by side as wanted. From the first
/// step on that needs the whole run (an aggregation, a sort), the steps run in a gathering, of which there is one a run.
/// </summary>
public interface ITransformationProgram
{
    /// <summary>Whether some step needs the whole run.</summary>
    bool NeedsWholeRun { get; }

    /// <summary>Whether the chain asks elsewhere, so that the same records may come out otherwise the next time.</summary>
    bool ChainAsksElsewhere { get; }

    /// <summary>The steps in order: how errors call each (<c>transformations[2]</c>), and its name in the books.</summary>
    IReadOnlyList<(string Step, string Name)> Steps { get; }

    /// <summary>The schema of what comes out of the last step for records of that schema.</summary>
    Schema Describe(Schema input);

    /// <summary>What each step makes of which fields, for records of that schema.</summary>
    IReadOnlyList<StepLineage> Trace(Schema input);

    /// <summary>A chain of the steps up to the first that needs the whole run.</summary>
    ITransformationChain OpenChain(TransformationResources resources);

    /// <summary>The steps from the first on that needs the whole run.</summary>
    /// <exception cref="InvalidOperationException">No step does.</exception>
    IGathering OpenGathering(TransformationResources resources);
}
