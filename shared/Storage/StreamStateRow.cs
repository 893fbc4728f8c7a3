using System.Data.Common;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage;

/// <summary>How the states of streams are kept, the same in every database.</summary>
internal static class StreamStateRow
{
    /// <summary>The most changes of one stream that are kept.</summary>
    public const int KeptChanges = 50;

    /// <summary>The states of a pipeline, by name.</summary>
    public const string List = "SELECT state FROM stream_states WHERE pipeline_id = @pipeline ORDER BY stream";

    /// <summary>The newest changes of a pipeline's states.</summary>
    public const string History = "SELECT state FROM stream_state_changes WHERE pipeline_id = @pipeline ORDER BY id DESC LIMIT @limit";

    /// <summary>Drops what is older than the changes to be kept.</summary>
    public const string Forget = "DELETE FROM stream_state_changes WHERE pipeline_id = @pipeline AND stream = @stream AND version <= @version - @kept";

    /// <summary>Whether the run, or a user after the version <c>@base</c>, has changed the state.</summary>
    public const string Settled = """
        SELECT count(*) FROM stream_state_changes
        WHERE pipeline_id = @pipeline AND stream = @stream AND (run_id = @run OR (run_id IS NULL AND version > @base))
        """;

    /// <summary>The marks of a run's segments.</summary>
    public const string Marks = "SELECT s.mark FROM run_segments s WHERE s.run_id = @run AND s.mark IS NOT NULL";

    /// <summary>The state of the current row.</summary>
    public static StreamState Read(DbDataReader row) => StoredJson.Read<StreamState>(row.GetString(0));

    /// <summary>The mark of the current row.</summary>
    public static CursorMark ReadMark(DbDataReader row) => StoredJson.Read<CursorMark>(row.GetString(0));

    /// <summary>The farthest of these marks, which are of segments.</summary>
    public static CursorMark? Farthest(IEnumerable<CursorMark> marks) => marks.Aggregate((CursorMark?)null, CursorMark.Join);

    /// <summary>The states that a user's wishes lead to.</summary>
    /// <exception cref="StaleVersionException">The states have changed since.</exception>
    public static IReadOnlyList<StreamState> Changed(IReadOnlyList<StreamState> stored, IReadOnlyList<StreamState> wanted, int? expectedVersion, DateTimeOffset now)
    {
        var version = stored.Sum(state => state.Version);
        if (expectedVersion is { } expected && expected != version)
            throw new StaleVersionException("state", expected, version);
        return [.. wanted.Select(state => state with { Version = (stored.FirstOrDefault(known => known.Stream == state.Stream)?.Version ?? 0) + 1, UpdatedAt = now, RunId = null })];
    }

    /// <summary>The parameters of a state that is written.</summary>
    public static (string Name, object? Value)[] Parameters(StreamState state) =>
    [
        ("@pipeline", state.PipelineId),
        ("@stream", state.Stream),
        ("@version", state.Version),
        ("@run", state.RunId),
        ("@state", StoredJson.Write(state)),
        ("@kept", KeptChanges),
    ];
}
