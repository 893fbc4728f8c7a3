using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Storage;

/// <summary>Names a dead letter by its place, so that a segment that is saved again keeps the ids.</summary>
internal static class DeadLetterId
{
    /// <summary><c>run.partition.segment.position</c>.</summary>
    public static string Of(string runId, int partition, int segment, int position) =>
        string.Create(CultureInfo.InvariantCulture, $"{runId}.{partition}.{segment}.{position}");

    /// <summary>The records in source order; records of one ordinal keep theirs.</summary>
    public static IReadOnlyList<RejectedRecord> InSourceOrder(IReadOnlyList<RejectedRecord> rejected) => [.. rejected.OrderBy(record => record.Ordinal)];
}
