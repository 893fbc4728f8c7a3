using System.Data.Common;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage;

/// <summary>What the segments of a run add up to.</summary>
/// <param name="Totals">The sums, <see cref="RunTotals.Expected"/> left open.</param>
/// <param name="Steps">The books, in step order.</param>
internal sealed record RunProgress(RunTotals Totals, IReadOnlyList<StepCounts> Steps)
{
    /// <summary>The counters of a step by their stored names, in the order in which <see cref="ReadStep"/> takes their sums.</summary>
    public static readonly IReadOnlyList<string> Counters =
        ["in", "out", "filtered", "rejected", "deduplicated", "absorbed", "added", "warned", "unmatched", "duration_microseconds"];

    /// <summary>Nothing yet.</summary>
    public static RunProgress None { get; } = new(new RunTotals(), []);

    /// <summary>The totals of the current row's sums: read, bytes read, written, rejected from column <paramref name="at"/> on.</summary>
    public static RunTotals ReadTotals(DbDataReader row, int at) =>
        new() { Read = row.GetInt64(at), BytesRead = row.GetInt64(at + 1), Written = row.GetInt64(at + 2), Rejected = row.GetInt64(at + 3) };

    /// <summary>The step of the current row: name, type and the sums of <see cref="Counters"/> from column <paramref name="at"/> on.</summary>
    public static StepCounts ReadStep(DbDataReader row, int at) => new()
    {
        Name = row.GetString(at),
        Type = row.GetString(at + 1),
        In = row.GetInt64(at + 2),
        Out = row.GetInt64(at + 3),
        Filtered = row.GetInt64(at + 4),
        Rejected = row.GetInt64(at + 5),
        Deduplicated = row.GetInt64(at + 6),
        Absorbed = row.GetInt64(at + 7),
        Added = row.GetInt64(at + 8),
        Warned = row.GetInt64(at + 9),
        Unmatched = row.GetInt64(at + 10),
        DurationMicroseconds = row.GetInt64(at + 11),
    };

    /// <summary>The progress of each run, from the sums of its segments and of its steps.</summary>
    public static IReadOnlyDictionary<string, RunProgress> Collect(IEnumerable<(string RunId, RunTotals Totals)> totals, IEnumerable<(string RunId, StepCounts Step)> steps)
    {
        var books = steps.ToLookup(step => step.RunId, step => step.Step, StringComparer.Ordinal);
        return totals.ToDictionary(run => run.RunId, run => Of(run.Totals, [.. books[run.RunId]]), StringComparer.Ordinal);
    }

    /// <summary>How many records a plan expects; null where a partition does not know.</summary>
    public static long? Expected(SourcePlan plan) => plan.Partitions.All(partition => partition.Records is not null) ? plan.Partitions.Sum(partition => partition.Records) : null;

    /// <summary>The run with what its segments add up to so far in place of what its row holds.</summary>
    public Run On(Run run) => run with { Totals = Totals with { Expected = run.Totals.Expected }, Steps = Steps };

    private static RunProgress Of(RunTotals totals, IReadOnlyList<StepCounts> steps) =>
        new(totals with { Filtered = steps.Sum(step => step.Filtered), Deduplicated = steps.Sum(step => step.Deduplicated) }, steps);
}
