using System.Data.Common;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;

namespace DataAggregator.Storage;

/// <summary>The rows of profiles, which have the same columns in every database.</summary>
internal static class ProfileRow
{
    /// <summary>Segments that are read at a time: a few megabytes.</summary>
    public const int SegmentsAtATime = 16;

    /// <summary>The columns of <c>run_segment_profiles</c> that <see cref="ReadSegment"/> takes.</summary>
    public const string SegmentColumns = "partition, ordinal, profile, checks";

    /// <summary>The columns of <c>run_profiles q</c> that <see cref="Read"/> takes.</summary>
    public const string Columns = "q.run_id, q.pipeline_id, q.created_at, q.profile, q.expectations";

    /// <summary>The segment of the current row.</summary>
    public static SegmentProfile ReadSegment(string runId, DbDataReader row) =>
        new(new SegmentId(runId, row.GetInt32(0), row.GetInt32(1)), (byte[])row.GetValue(2), StoredJson.ReadList<CheckCount>(row.GetString(3)));

    /// <summary>The quality in the current row.</summary>
    public static RunQuality Read(DbDataReader row, Func<DbDataReader, int, DateTimeOffset> instant) => new(
        row.GetString(0), row.GetString(1), instant(row, 2), StoredJson.Read<RecordProfile>(row.GetString(3)), StoredJson.ReadList<ExpectationResult>(row.GetString(4)));
}
