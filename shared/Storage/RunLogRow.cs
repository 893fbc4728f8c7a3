using System.Data.Common;
using System.Text.Json;
using DataAggregator.Core.Runs.Logs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage;

/// <summary>How lines of a run's log stand in rows.</summary>
internal static class RunLogRow
{
    public const string Columns = "l.sequence, l.at, l.level, l.step, l.partition, l.event, l.template, l.fields";

    private const string Order = "sequence";
    private static readonly JsonElement None = JsonElement.Parse("{}");

    /// <summary>What remains of <paramref name="lines"/> after <paramref name="last"/> lines were kept, numbered; the last one says where the log is full.</summary>
    public static IReadOnlyList<RunLogLine> Numbered(IReadOnlyList<RunLogLine> lines, long last, DateTimeOffset now)
    {
        var room = (int)Math.Max(0, IRunLogStore.MaxLines - last);
        IEnumerable<RunLogLine> kept = lines.Take(room);
        if (lines.Count > room && last <= IRunLogStore.MaxLines)
            kept = kept.Append(new RunLogLine(now, RunLogLevel.Warning, "log_full", $"The log of a run has {IRunLogStore.MaxLines} lines at most; what follows is not kept.", None));
        return [.. kept.Select(line => line with { Sequence = ++last })];
    }

    /// <summary>The line behind which the wanted page begins.</summary>
    public static long After(RunLogQuery query) => Keyset.Of(query.Page, Order) is { } place ? Keyset.Number(place.Value) : query.After;

    public static RunLogLine Read(DbDataReader row, Func<DbDataReader, int, DateTimeOffset> instant) => new(
        instant(row, 1), (RunLogLevel)row.GetInt32(2), row.GetString(5), row.GetString(6), StoredJson.Parse(row.GetString(7)))
    {
        Sequence = row.GetInt64(0),
        Step = row.IsDBNull(3) ? null : row.GetString(3),
        Partition = row.IsDBNull(4) ? null : row.GetInt32(4),
    };

    public static Page<RunLogLine> Page(IReadOnlyList<RunLogLine> lines, RunLogQuery query) =>
        Keyset.Page(lines, query.Page, line => new Keyset(Order, Keyset.Text(line.Sequence), ""));

    public static string Conditions(RunLogQuery query, string like) => $"""
        l.sequence > @after AND l.level >= @level{(query.Step is null ? "" : " AND l.step = @step")}{(query.Page.Query is null ? "" : $" AND l.message {like} @query ESCAPE '\\'")}
        ORDER BY l.sequence LIMIT @limit
        """;

    public static (string Name, object? Value)[] Parameters(string runId, RunLogQuery query) =>
    [
        ("@run", runId),
        ("@after", After(query)),
        ("@level", (int)query.Level),
        ("@step", query.Step ?? ""),
        ("@query", Keyset.Contains(query.Page.Query ?? "")),
        ("@limit", query.Page.Limit + 1),
    ];
}
