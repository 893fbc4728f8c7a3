using System.ComponentModel;
using DataAggregator.Core.Runs;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>The end of another pipeline's run.</summary>
public sealed record PipelineTrigger : Trigger
{
    /// <summary>The other pipeline.</summary>
    [Description("The name or id of the other pipeline.")]
    public required string Pipeline { get; init; }

    /// <summary>Which ends count.</summary>
    [Description("Which ends count: success, warning, failed, cancelled. Success and warning unless said.")]
    public IReadOnlyList<RunStatus> On { get; init; } = [RunStatus.Success, RunStatus.Warning];
}
