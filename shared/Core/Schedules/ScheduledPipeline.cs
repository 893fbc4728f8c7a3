using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Schedules;

/// <summary>An enabled pipeline that has a schedule.</summary>
/// <param name="Pipeline">Its newest version.</param>
/// <param name="DecidedUntil">The last instant that was decided about; at first, when the schedule was saved.</param>
public sealed record ScheduledPipeline(Pipeline Pipeline, DateTimeOffset DecidedUntil);
