using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;
using NpgsqlTypes;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Looks single records up by their keys, all in one query that can use an index on the key.</summary>
/// <param name="connection">The connection.</param>
/// <param name="from">What stands behind FROM.</param>
/// <param name="schema">The fields of that.</param>
/// <param name="request">What to look up.</param>
internal sealed class KeyLookup(NpgsqlConnection connection, string from, Schema schema, LookupRequest request)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> found = new(StringComparer.Ordinal);

    /// <summary>The records, by key.</summary>
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> RunAsync(CancellationToken cancellationToken)
    {
        // No text of the server has the character U+0000.
        var keys = request.Keys.Where(key => !key.Contains('\0', StringComparison.Ordinal)).ToArray();
        await FindAsync(Sql(from, schema, request), keys, cancellationToken);
        return found;
    }

    /// <summary>The query, whose parameter are the keys.</summary>
    internal static string Sql(string from, Schema schema, LookupRequest request)
    {
        var key = Check(schema, request.KeyField);
        var fields = TableName.QuoteAll(request.Fields.Select(field => Check(schema, field).Name));
        // Text is compared as it is: a cast to varchar(3) would cut it, and a cast of the column would pass the index by.
        var cast = key.Type == DataType.String && !IsCompared(key) ? "" : $"::{BaseType(key)}";
        return $"""
            SELECT asked_keys.asked_key, row_to_json(found_record)::text
            FROM unnest($1::text[]) AS asked_keys (asked_key)
            CROSS JOIN LATERAL (
                SELECT {fields} FROM {from} WHERE {TableName.Quote(key.Name)} = asked_keys.asked_key{cast} ORDER BY ROW({fields})::text LIMIT 1
            ) AS found_record
            """;
    }

    private static Field Check(Schema schema, string name) => schema.Find(name) ?? throw new ConnectorException(
        ErrorClass.Settings, "column_missing", $"The source has no column '{name}', which a step asks for.", $"It has: {string.Join(", ", schema.Select(field => field.Name))}.");

    /// <summary>Whether a type that is read as text is compared by rules of its own, such as uuid.</summary>
    private static bool IsCompared(Field key) => !(BaseType(key) is "text" or "xml" || BaseType(key).StartsWith("character", StringComparison.Ordinal));

    // Without length or precision, so that no key is cut or rounded to one that exists.
    private static string BaseType(Field key)
    {
        var type = key.SourceType ?? "text";
        var modifier = type.IndexOf('(', StringComparison.Ordinal);
        return modifier < 0 ? type : $"{type[..modifier]}{type[(type.IndexOf(')', StringComparison.Ordinal) + 1)..]}";
    }

    private async Task FindAsync(string sql, string[] keys, CancellationToken cancellationToken)
    {
        if (keys.Length == 0)
            return;
        try
        {
            await QueryAsync(sql, keys, cancellationToken);
        }
        catch (PostgresException refused) when (PostgreSqlErrors.IsRefusal(refused))
        {
            // A key that is no value of the column's type fails all of them: halves find it.
            if (keys.Length == 1)
                return;
            await FindAsync(sql, keys[..(keys.Length / 2)], cancellationToken);
            await FindAsync(sql, keys[(keys.Length / 2)..], cancellationToken);
        }
    }

    private async Task QueryAsync(string sql, string[] keys, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = keys, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[reader.GetString(0)] = Encoding.UTF8.GetBytes(reader.GetString(1));
    }
}
