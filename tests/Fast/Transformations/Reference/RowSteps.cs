using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Steps that need one record at a time.</summary>
internal static class RowSteps
{
    public static Table Filter(JsonElement step, Table table) =>
        table with { Rows = [.. table.Rows.Where(row => ReferenceCondition.Holds(step.GetProperty("condition"), row) != (step.Word("mode") == "exclude"))] };

    /// <summary>Renames a field in its place, or makes records of the fields named, in the order of the list.</summary>
    public static Table Map(JsonElement step, Table table)
    {
        if (step.Word("target_field") is { } target)
        {
            var source = step.Word("field_name")!;
            return new Table([.. table.Fields.Select(field => field == source ? target : field)], [.. table.Rows.Select(row => row.With(source, Plain.Missing).With(target, row.Values.GetValueOrDefault(source, Plain.Missing)))]);
        }

        var entries = step.Items("mappings").ConvertAll(entry => (Source: entry.Word("source")!, Target: entry.Word("target_field") ?? entry.Word("source")!));
        return new Table(
            [.. entries.Select(entry => entry.Target)],
            [.. table.Rows.Select(row => entries.Aggregate(row with { Values = [] }, (made, entry) => made.With(entry.Target, Plain.Read(row, entry.Source))))]);
    }

    public static Table Remove(JsonElement step, Table table)
    {
        var removed = step.TryGetProperty("keep", out _) ? [.. table.Fields.Except(step.Words("keep"))] : step.Words("field_names");
        foreach (var path in removed)
        {
            var root = Plain.RootOf(path, table.Fields);
            table = root == path
                ? new Table([.. table.Fields.Where(field => field != path)], [.. table.Rows.Select(row => row.With(path, Plain.Missing))])
                : table with { Rows = [.. table.Rows.Select(row => row.With(root, Without(row.Values[root], path[(root.Length + 1)..])))] };
        }

        return table;
    }

    public static Table Add(JsonElement step, Table table)
    {
        var name = step.Word("field_name")!;
        if (step.TryGetProperty("value", out var value))
            return new Table(table.Place(name), [.. table.Rows.Select(row => row.With(name, Plain.Parse(value)))]);
        var parameters = step.GetProperty("parameters");
        return new Table(table.Place(name, parameters.Words("source_fields")), [.. table.Rows.Select(row => row.With(name, Join(parameters, row)))]);
    }

    public static Table Split(JsonElement step, Table table)
    {
        var field = step.Word("field_name")!;
        var (target, index, separator) = (step.Word("target_field") ?? field, step.Word("index_field"), step.Word("separator"));
        var root = Plain.RootOf(field, table.Fields);
        var fields = root == field
            ? table.Fields.SelectMany(name => name == field ? Names(target, index) : [name])
            : table.Fields.SelectMany(name => name == root ? [name, .. Names(target, index)] : new[] { name });
        var rows = new List<Row>();
        foreach (var row in table.Rows)
        {
            var parts = Parts(Plain.Read(row, field), separator);
            var rest = root == field ? row.With(field, Plain.Missing) : row;
            if (parts.Count == 0 && step.Word("on_empty") != "drop")
                rows.Add(Numbered(rest.With(target, null), index, null));
            for (var i = 0; i < parts.Count; i++)
                rows.Add(Numbered(rest.With(target, parts[i]), index, new Exact(i, 0)));
        }

        return new Table([.. fields], rows);
    }

    public static Table Unpivot(JsonElement step, Table table)
    {
        var (sources, name, value) = (step.Words("value_fields"), step.Word("name_field")!, step.Word("value_field")!);
        var rows = table.Rows.SelectMany(row => sources
            .Where(source => !step.Flag("drop_nulls") || !Plain.IsNull(row.Values.GetValueOrDefault(source)))
            .Select(source => sources.Aggregate(row, (made, gone) => made.With(gone, Plain.Missing)).With(name, source).With(value, row.Values.GetValueOrDefault(source, Plain.Missing))));
        return new Table([.. table.Fields.Except(sources), name, value], [.. rows]);
    }

    private static List<object?> Parts(object? value, string? separator) => value switch
    {
        List<object?> list => list,
        string text when separator is not null => text.Length == 0 ? [] : [.. text.Split(separator)],
        _ when Plain.IsNull(value) => [],
        _ => [value],
    };

    private static IEnumerable<string> Names(string target, string? index) => index is null ? [target] : [target, index];

    private static Row Numbered(Row row, string? index, object? number) => index is null ? row : row.With(index, number);

    private static object? Join(JsonElement parameters, Row row)
    {
        var parts = parameters.Words("source_fields").ConvertAll(source => Plain.Read(row, source));
        var nulls = parameters.Word("null_handling") ?? "skip";
        if (nulls == "null" && parts.Any(Plain.IsNull))
            return null;
        if (nulls == "skip")
            parts.RemoveAll(Plain.IsNull);
        return parts.Count == 0 ? null : string.Join(parameters.Word("separator") ?? "", parts.Select(part => Plain.IsNull(part) ? "" : Plain.Text(part)));
    }

    private static object? Without(object? value, string part) => value switch
    {
        Dictionary<string, object?> fields => fields.Where(field => field.Key != part).ToDictionary(),
        List<object?> list when part.EndsWith(']') => list.Where((_, i) => $"{i}]" != part).ToList(),
        _ => value,
    };
}
