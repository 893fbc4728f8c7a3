using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Runs;

/// <summary>How fast a run went, and where the time went.</summary>
/// <param name="DurationMs">How long it took, so far.</param>
/// <param name="RecordsPerSecond">Records read a second, over all.</param>
/// <param name="BytesRead">Bytes read from the source.</param>
/// <param name="Segments">Segments that were read.</param>
/// <param name="BucketSeconds">How long a stretch is.</param>
/// <param name="Buckets">The stretches in which anything was read.</param>
/// <param name="Steps">The books of the steps with the time spent in them.</param>
public sealed record RunMetricsAnswer(
    long DurationMs, double RecordsPerSecond, long BytesRead, long Segments, double BucketSeconds, IReadOnlyList<RunMetricsAnswer.Bucket> Buckets, IReadOnlyList<StepAnswer> Steps)
{
    /// <summary>A stretch of time.</summary>
    /// <param name="At">When it began.</param>
    /// <param name="Records">Records read by the segments that were saved in it.</param>
    /// <param name="RecordsPerSecond">The same a second.</param>
    /// <param name="Bytes">Bytes read by them.</param>
    /// <param name="Segments">How many there were.</param>
    public sealed record Bucket(DateTimeOffset At, long Records, double RecordsPerSecond, long Bytes, long Segments);

    internal static RunMetricsAnswer Of(Run run, DateTimeOffset start, TimeSpan duration, TimeSpan width, IReadOnlyList<RunMetricBucket> buckets) => new(
        (long)duration.TotalMilliseconds,
        duration > TimeSpan.Zero ? Math.Round(run.Totals.Read / duration.TotalSeconds, 1) : 0,
        run.Totals.BytesRead,
        buckets.Sum(bucket => bucket.Segments),
        width.TotalSeconds,
        [.. buckets.Select(bucket => new Bucket(start + (bucket.Index * width), bucket.Records, Math.Round(bucket.Records / width.TotalSeconds, 1), bucket.Bytes, bucket.Segments))],
        [.. run.Steps.Select(StepAnswer.Of)]);
}
