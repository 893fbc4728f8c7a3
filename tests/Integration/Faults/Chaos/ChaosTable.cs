using System.Globalization;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>The table that the chaos suite prints.</summary>
internal static class ChaosTable
{
    public static string Of(IReadOnlyCollection<ChaosOutcome> outcomes)
    {
        var rows = outcomes.GroupBy(outcome => outcome.Episode.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, [.. group]));
        return string.Join('\n', ["| what was killed | runs | kills | lost | duplicated | stuck | otherwise wrong |", "|---|---|---|---|---|---|---|", .. rows, Row("all", outcomes)]);
    }

    private static string Row(string kind, IReadOnlyCollection<ChaosOutcome> outcomes) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {kind} | {outcomes.Count} | {outcomes.Sum(one => one.Kills)} | {outcomes.Sum(one => one.Lost)} | {outcomes.Sum(one => one.Duplicated)} | {outcomes.Count(one => one.Stuck)} | {outcomes.Count(one => one.Wrong is not null)} |");
}
