using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Which rows a partition holds.</summary>
/// <param name="Kind">How they are told: <c>all</c>, <c>key</c> or <c>blocks</c>.</param>
/// <param name="Key">The column of the key, when <see cref="Kind"/> is <c>key</c>.</param>
/// <param name="From">The first key or block, null for no bound.</param>
/// <param name="To">The key or block behind the last, null for no bound.</param>
/// <param name="Limit">The most records, null for all.</param>
/// <param name="Cursor">The values of a cursor field that are read, null for all.</param>
internal sealed record PartitionState(
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? From = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? To = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Limit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CursorRange? Cursor = null)
{
    public const string All = "all";
    public const string ByKey = "key";
    public const string Blocks = "blocks";

    /// <summary>What the statement selects beside the fields, to know where to go on; null when the partition can only be read whole.</summary>
    public string? PositionExpression => Kind switch
    {
        ByKey => $"{TableName.Quote(Key!)}::int8",
        Blocks => "ctid",
        _ => null,
    };

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static PartitionState Parse(string text) => JsonSerializer.Deserialize<PartitionState>(text)!;

    /// <summary>The end of the statement: which rows, in which order, from which position on.</summary>
    /// <param name="position">The position of the last record read, null for the start.</param>
    /// <param name="read">Records read before, of those that <see cref="Limit"/> counts.</param>
    public string Clause(string? position, long read)
    {
        var conditions = new List<string>();
        if (Kind == ByKey)
        {
            var key = TableName.Quote(Key!);
            if (position is not null)
                conditions.Add(Invariant($"{key} > {long.Parse(position, CultureInfo.InvariantCulture)}"));
            else if (From is { } from)
                conditions.Add(Invariant($"{key} >= {from}"));
            if (To is { } to)
                conditions.Add(Invariant($"{key} < {to}"));
        }
        else if (Kind == Blocks)
        {
            conditions.Add(position is null ? Invariant($"ctid >= '({From ?? 0},0)'") : $"ctid > '{ParseTid(position)}'");
            if (To is { } to)
                conditions.Add(Invariant($"ctid < '({to},0)'"));
        }

        if (Cursor?.Condition(CursorRange.Setting) is { } cursor)
            conditions.Add(cursor);
        return string.Concat(
            conditions.Count > 0 ? $" WHERE {string.Join(" AND ", conditions)}" : "",
            Kind == ByKey ? $" ORDER BY {TableName.Quote(Key!)}" : "",
            Limit is { } limit ? Invariant($" LIMIT {Math.Max(0, limit - read)}") : "");
    }

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this);

    private static string ParseTid(string position)
    {
        var parts = position.Trim('(', ')').Split(',');
        return Invariant($"({uint.Parse(parts[0], CultureInfo.InvariantCulture)},{ushort.Parse(parts[1], CultureInfo.InvariantCulture)})");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
