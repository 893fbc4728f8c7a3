using System.ComponentModel;
using DataAggregator.Core.Runs;

namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>Another pipeline that has to have run before.</summary>
public sealed record PipelineDependency
{
    /// <summary>The other pipeline.</summary>
    [Description("The name or id of the other pipeline.")]
    public required string Pipeline { get; init; }

    /// <summary>Which ends of its runs count.</summary>
    [Description("Which ends of its runs count: success (also with a warning), failure or completion (either of them). A run that failed and is retried ends once more, which counts once more.")]
    public DependencyCondition On { get; init; }

    /// <summary>Whether a run of the other pipeline that ended so counts.</summary>
    public bool IsMetBy(RunStatus status) => On switch
    {
        DependencyCondition.Success => status is RunStatus.Success or RunStatus.Warning,
        DependencyCondition.Failure => status == RunStatus.Failed,
        _ => status is RunStatus.Success or RunStatus.Warning or RunStatus.Failed,
    };
}
