namespace DataAggregator.Functions.Schedules;

/// <summary>A run that a schedule will start.</summary>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="PipelineName">Its name.</param>
/// <param name="At">When.</param>
/// <param name="Expression">The cron expression.</param>
/// <param name="Timezone">The time zone that it is meant in.</param>
public sealed record UpcomingAnswer(string PipelineId, string PipelineName, DateTimeOffset At, string Expression, string Timezone);
