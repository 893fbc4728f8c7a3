using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Groups of records, in the order in which they are first seen.</summary>
internal static class ReferenceAggregation
{
    public static Table Run(JsonElement step, Table table, Action<Row> reject)
    {
        var (keys, made) = (step.Words("group_by_fields"), step.Items("aggregated_fields"));
        var usable = new List<Row>();
        foreach (var row in table.Rows)
        {
            if (made.Any(field => MustReject(field, row)))
                reject(row);
            else
                usable.Add(row);
        }

        var groups = usable.GroupBy(row => string.Join('|', keys.Select(key => Plain.Write(Plain.Read(row, key))))).Select(group => group.ToList()).ToList();
        if (keys.Count == 0 && groups.Count == 0)
            groups.Add([]);
        var results = groups.Select(group => new Row(null, keys.Select(key => (Name: key, Value: NoneIsNull(Plain.Read(group[0], key))))
            .Concat(made.Select(field => (Name: field.Word("output_field")!, Value: Aggregate(field, group))))
            .ToDictionary(field => field.Name, field => field.Value)));
        return new Table([.. keys, .. made.Select(field => field.Word("output_field")!)], [.. results]);
    }

    private static bool MustReject(JsonElement field, Row row)
    {
        if (field.Word("operation") is not ("sum" or "average"))
            return false;
        var value = Plain.Read(row, field.Word("input_field")!);
        return (field.Word("on_missing"), value) switch
        {
            (_, Exact) => false,
            ("skip" or "zero", _) => false,
            ("reject", _) => true,
            _ => !Plain.IsNull(value),
        };
    }

    private static object? Aggregate(JsonElement field, List<Row> group)
    {
        if (field.Word("input_field") is null or "*")
            return new Exact(group.Count, 0);
        var values = group.ConvertAll(row => Plain.Read(row, field.Word("input_field")!));
        if (field.Word("on_missing") == "zero")
            values = values.ConvertAll<object?>(value => value is Exact ? value : new Exact(0, 0));
        values.RemoveAll(Plain.IsNull);
        return field.Word("operation") switch
        {
            "count" => new Exact(values.Count, 0),
            "count_distinct" => new Exact(values.Select(Plain.Write).Distinct().Count(), 0),
            "first" => values.FirstOrDefault(),
            "last" => values.LastOrDefault(),
            "min" => values.Aggregate((object?)null, (best, next) => best is null || Plain.Compare(next, best) < 0 ? next : best),
            "max" => values.Aggregate((object?)null, (best, next) => best is null || Plain.Compare(next, best) > 0 ? next : best),
            "sum" => Sum([.. values.OfType<Exact>()]),
            "average" => Average([.. values.OfType<Exact>()]),
            var operation => throw new ArgumentOutOfRangeException(nameof(field), operation, "is no aggregation."),
        };
    }

    private static object? Sum(List<Exact> values)
    {
        if (values.Count == 0)
            return null;
        var sum = values.Aggregate((total, next) => total + next);
        return sum.Fits ? sum : throw new UndecidedException("A sum beyond 38 digits ends the run.");
    }

    private static object? Average(List<Exact> values)
    {
        if (values.Count == 0)
            return null;
        var sum = values.Aggregate((total, next) => total + next);
        return Enumerable.Range(0, 11).Select(fewer => Exact.Divide(sum, new Exact(values.Count, 0), 10 - fewer)).First(mean => mean.Fits);
    }

    private static object? NoneIsNull(object? value) => Plain.IsNull(value) ? null : value;
}
