namespace DataAggregator.Orchestrations.Runs;

/// <summary>The input of <see cref="PipelineRunOrchestrator"/>.</summary>
/// <param name="Generation">The run, and the epoch that works on it.</param>
/// <param name="Plan">The plan's outline, once there is one.</param>
/// <param name="NextPartition">The first partition that is still to be done.</param>
public sealed record RunInput(RunGeneration Generation, PlanOutline? Plan = null, int NextPartition = 0);
