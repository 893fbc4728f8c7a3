namespace DataAggregator.Core.Transformations;

/// <summary>What rules may know of the run. The same context gives the same result, so that a retry gives identical bytes, but for what asks for the wall clock.</summary>
/// <param name="RunId">The run.</param>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="LogicalTime">The run's logical time: the scheduled instant, else its start.</param>
public sealed record TransformContext(string RunId, string PipelineId, DateTimeOffset LogicalTime)
{
    /// <summary>The wall clock, for rules that ask for it by name: what they give differs when they are repeated. Without one it stands still at <see cref="LogicalTime"/>.</summary>
    public TimeProvider? Clock { get; init; }
}
