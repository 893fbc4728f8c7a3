using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Records, and the order in which their fields stand.</summary>
internal sealed record Table(IReadOnlyList<string> Fields, IReadOnlyList<Row> Rows)
{
    public static Table Parse(string json, long firstOrdinal = 0)
    {
        var records = JsonDocument.Parse(json).RootElement.EnumerateArray().ToList();
        var fields = records.SelectMany(record => record.EnumerateObject()).Select(property => property.Name).Distinct();
        return new Table([.. fields], [.. records.Select((record, i) => new Row(firstOrdinal + i, (Dictionary<string, object?>)Plain.Parse(record)!))]).Complete();
    }

    /// <summary>The table with every field in every record, those that are missing too, so that a name always means the field where there is one.</summary>
    public Table Complete() => this with { Rows = [.. Rows.Select(row => row with { Values = Fields.ToDictionary(field => field, field => row.Values.GetValueOrDefault(field, Plain.Missing)) })] };

    public string Write() => $"[{string.Join(",\n", Rows.Select(row => $"{{{string.Join(',', Fields.Where(field => !ReferenceEquals(row.Values[field], Plain.Missing)).Select(field => $"\"{field}\":{Plain.Write(row.Values[field])}"))}}}"))}]";

    /// <summary>A field that a step makes takes the place of one of that name, else it stands after the last field that it is made from, else at the end.</summary>
    public IReadOnlyList<string> Place(string field, params IEnumerable<string> sources)
    {
        if (Fields.Contains(field))
            return Fields;
        var last = sources.Select(source => Fields.ToList().IndexOf(Plain.RootOf(source, Fields))).DefaultIfEmpty(-1).Max();
        return last < 0 ? [.. Fields, field] : [.. Fields.Take(last + 1), field, .. Fields.Skip(last + 1)];
    }
}
