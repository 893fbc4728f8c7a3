using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Steps that need all records of the run.</summary>
internal static class RunSteps
{
    public static Table Limit(JsonElement step, Table table) => table with { Rows = [.. table.Rows.Skip(step.Number("offset", 0)).Take(step.Number("count", 0))] };

    public static Table Sort(JsonElement step, Table table) => table with { Rows = [.. table.Rows.Order(Comparer<Row>.Create((left, right) => Compare(step, left, right)))] };

    public static Table Deduplicate(JsonElement step, Table table)
    {
        var keys = step.Words("key_fields");
        var kept = table.Rows
            .Where(row => keys.Any(key => !Plain.IsNull(Plain.Read(row, key))))
            .GroupBy(row => string.Join('|', keys.Select(key => Plain.Write(Plain.Read(row, key)))))
            .Select(group => Survivor(step, [.. group]))
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return table with { Rows = [.. table.Rows.Where(row => keys.All(key => Plain.IsNull(Plain.Read(row, key))) || kept.Contains(row))] };
    }

    private static Row Survivor(JsonElement step, List<Row> group)
    {
        var keep = step.Word("keep") ?? "first";
        if (keep is "first" or "last")
            return keep == "first" ? group[0] : group[^1];
        var field = step.Word("keep_field")!;
        var best = group[0];
        foreach (var row in group.Where(row => !Plain.IsNull(Plain.Read(row, field))))
        {
            if (Plain.IsNull(Plain.Read(best, field)) || (keep == "min" ? Plain.Compare(Plain.Read(row, field), Plain.Read(best, field)) < 0 : Plain.Compare(Plain.Read(row, field), Plain.Read(best, field)) > 0))
                best = row;
        }

        return best;
    }

    private static int Compare(JsonElement step, Row left, Row right)
    {
        foreach (var field in step.Items("fields"))
        {
            var (a, b) = (Plain.Read(left, field.Word("field")!), Plain.Read(right, field.Word("field")!));
            var nullsFirst = field.Word("nulls") == "first";
            var order = (Plain.IsNull(a), Plain.IsNull(b)) switch
            {
                (true, true) => 0,
                (true, false) => nullsFirst ? -1 : 1,
                (false, true) => nullsFirst ? 1 : -1,
                _ => Plain.Compare(a, b) * (field.Word("direction") == "desc" ? -1 : 1),
            };
            if (order != 0)
                return order;
        }

        return 0;
    }
}
