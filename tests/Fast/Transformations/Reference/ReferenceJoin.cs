using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>A join by looking through the whole source for every record.</summary>
internal static class ReferenceJoin
{
    public static Table Run(JsonElement step, Table table, Table source)
    {
        var type = step.Word("join_type") ?? "left";
        var primary = step.Words("primary_key");
        var foreign = step.TryGetProperty("foreign_key", out _) ? step.Words("foreign_key") : primary;
        if (type is "semi" or "anti")
            return table with { Rows = [.. table.Rows.Where(row => source.Rows.Any(other => Match(row, primary, other, foreign)) == (type == "semi"))] };

        var names = step.TryGetProperty("included_fields", out _) ? step.Words("included_fields") : [.. source.Fields.Except(foreign)];
        var joined = names.Select(name => (From: name, To: step.Word("prefix") + name)).Where(field => !table.Fields.Contains(field.To)).ToList();
        var rows = new List<Row>();
        foreach (var row in table.Rows)
        {
            var matches = source.Rows.Where(other => Match(row, primary, other, foreign)).Take(step.Word("match") == "first" ? 1 : int.MaxValue).ToList();
            rows.AddRange(matches.Select(other => joined.Aggregate(row, (made, field) => made.With(field.To, Plain.Read(other, field.From)))));
            if (matches.Count == 0 && type is ("left" or "full"))
                rows.Add(joined.Aggregate(row, (made, field) => made.With(field.To, null)));
        }

        if (type is "right" or "full")
            rows.AddRange(source.Rows.Where(other => !table.Rows.Any(row => Match(row, primary, other, foreign))).Select(other => Alone(other, table, primary, foreign, joined)));
        return new Table([.. table.Fields, .. joined.Select(field => field.To)], rows);
    }

    private static bool Match(Row row, List<string> primary, Row other, List<string> foreign) =>
        primary.Zip(foreign, (left, right) => Plain.Read(row, left) is var value && !Plain.IsNull(value) && Plain.AreEqual(value, Plain.Read(other, right))).All(isEqual => isEqual);

    // A record of the source that nothing matches has the key that it would have matched by.
    private static Row Alone(Row other, Table table, List<string> primary, List<string> foreign, List<(string From, string To)> joined)
    {
        var row = new Row(null, table.Fields.ToDictionary(field => field, _ => (object?)null));
        row = primary.Zip(foreign).Aggregate(row, (made, key) => made.With(key.First, Plain.Read(other, key.Second)));
        return joined.Aggregate(row, (made, field) => made.With(field.To, Plain.Read(other, field.From)));
    }
}
