namespace DataAggregator.Core.Runs;

/// <summary>The course of runs over time, from the segments that they saved.</summary>
public interface IRunMetricsStore
{
    /// <summary>What was read in each stretch of time from <paramref name="start"/> on, those without anything left out.</summary>
    Task<IReadOnlyList<RunMetricBucket>> BucketsAsync(string runId, DateTimeOffset start, TimeSpan width, CancellationToken cancellationToken);
}
