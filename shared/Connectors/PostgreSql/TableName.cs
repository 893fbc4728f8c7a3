using System.Text;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>A table's schema and name, unquoted.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name in the schema.</param>
internal sealed record TableName(string Schema, string Name)
{
    /// <summary>The longest name that PostgreSQL keeps whole, in bytes; it cuts longer ones silently, so they are refused here.</summary>
    public const int MaxBytes = 63;

    /// <summary>Both parts quoted, for statements.</summary>
    public string Sql => $"{Quote(Schema)}.{Quote(Name)}";

    /// <summary>Reads <c>orders</c>, <c>sales.orders</c> or <c>"my.schema"."Orders"</c>; unquoted names keep their case.</summary>
    /// <exception cref="ConnectorException">The text names no table (settings).</exception>
    public static TableName Parse(string? text, string defaultSchema)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ConnectorException(ErrorClass.Settings, "table_required", "'table' is required: the table to use, such as orders or sales.orders.");
        var parts = Split(text.Trim());
        if (parts is not [_] and not [_, _] || parts.Contains(""))
            throw new ConnectorException(ErrorClass.Settings, "invalid_table", $"'{text}' names no table.", "Write table, schema.table, or \"schema\".\"table\" where a name holds a dot.");
        return parts is [var schema, var name] ? new(Checked(schema), Checked(name)) : new(Checked(defaultSchema), Checked(parts[0]));
    }

    /// <summary>An identifier quoted for a statement.</summary>
    /// <exception cref="ConnectorException">It is empty, longer than PostgreSQL allows, or holds a zero byte (settings).</exception>
    public static string Quote(string identifier) => $"\"{Checked(identifier).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A list of identifiers quoted for a statement.</summary>
    public static string QuoteAll(IEnumerable<string> identifiers) => string.Join(", ", identifiers.Select(Quote));

    /// <summary>The shortest text that <see cref="Parse"/> reads as this name.</summary>
    public string Display(string defaultSchema)
    {
        return Schema == defaultSchema ? Part(Name) : $"{Part(Schema)}.{Part(Name)}";

        static string Part(string part) => part.AsSpan().IndexOfAny('.', '"', ' ') < 0 ? part : Quote(part);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Schema}.{Name}";

    private static string Checked(string identifier)
    {
        if (Encoding.UTF8.GetByteCount(identifier) > MaxBytes)
            throw new ConnectorException(ErrorClass.Settings, "identifier_too_long", $"The name '{identifier}' is longer than the 63 bytes that PostgreSQL allows.", "Rename the field or table.");
        if (identifier.Length == 0 || identifier.Contains('\0'))
            throw new ConnectorException(ErrorClass.Settings, "invalid_identifier", "A table or column needs a name without zero bytes.", "Rename the field.");
        return identifier;
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                part.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '.' && !quoted)
                EndPart();
            else
                part.Append(text[i]);
        }

        EndPart();
        return parts;

        void EndPart()
        {
            parts.Add(part.ToString());
            part.Clear();
        }
    }
}
