using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Lineage;

/// <summary>What a run took from its source to its destinations.</summary>
/// <param name="RunId">The run.</param>
/// <param name="PipelineVersion">The version that it carried out.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="RecordsRead">Records read from the source.</param>
/// <param name="Written">Records that each destination holds, by its name in the books.</param>
public sealed record RunLineage(
    string RunId, int PipelineVersion, RunStatus Status, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long RecordsRead, IReadOnlyDictionary<string, long> Written)
{
    /// <summary>What a run took.</summary>
    public static RunLineage Of(Run run) => new(
        run.Id,
        run.PipelineVersion,
        run.Status,
        run.StartedAt,
        run.EndedAt,
        run.Totals.Read,
        run.Steps.Where(step => StepCounts.IsDestination(step.Name)).ToDictionary(step => step.Name, step => step.Out));
}
