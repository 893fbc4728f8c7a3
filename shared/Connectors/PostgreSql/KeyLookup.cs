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
        var type = await ComparedTypeAsync(Check(schema, request.KeyField), cancellationToken);
        await FindAsync(Sql(from, schema, request, type), type, keys, cancellationToken);
        return found;
    }

    /// <summary>The query, whose parameter are the keys.</summary>
    /// <param name="from">What stands behind FROM.</param>
    /// <param name="schema">The fields of that.</param>
    /// <param name="request">What to look up.</param>
    /// <param name="type">What the keys are compared as: the column's type without length or precision, so that no key is cut or rounded to one that exists.</param>
    internal static string Sql(string from, Schema schema, LookupRequest request, string type)
    {
        var key = Check(schema, request.KeyField);
        var fields = TableName.QuoteAll(request.Fields.Select(field => Check(schema, field).Name));
        return $"""
            SELECT asked_keys.asked_key, row_to_json(found_record)::text
            FROM unnest($1::text[]) AS asked_keys (asked_key)
            CROSS JOIN LATERAL (
                SELECT {fields} FROM {from} WHERE {TableName.Quote(key.Name)} = asked_keys.asked_key::{type} ORDER BY ROW({fields})::text LIMIT 1
            ) AS found_record
            """;
    }

    private static Field Check(Schema schema, string name) => schema.Find(name) ?? throw new ConnectorException(
        ErrorClass.Settings, "column_missing", $"The source has no column '{name}', which a step asks for.", $"It has: {string.Join(", ", schema.Select(field => field.Name))}.");

    // A domain is resolved to what it is made of, since a cast to it would apply its length. Of the types that have one by
    // their nature, name and "char" are compared as text; format_type with -1 writes the others so that they have none.
    private async Task<string> ComparedTypeAsync(Field key, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH RECURSIVE resolved AS (
                SELECT oid, typtype, typbasetype FROM pg_type WHERE oid = $1::text::regtype
                UNION ALL
                SELECT base.oid, base.typtype, base.typbasetype FROM resolved JOIN pg_type base ON resolved.typtype = 'd' AND base.oid = resolved.typbasetype
            )
            SELECT CASE WHEN oid IN ('name'::regtype, '"char"'::regtype, 'varchar'::regtype) THEN 'text' ELSE format_type(oid, -1) END
            FROM resolved WHERE typtype <> 'd'
            """;
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = key.SourceType ?? "text" } } };
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task FindAsync(string sql, string type, string[] keys, CancellationToken cancellationToken)
    {
        if (keys.Length == 0)
            return;
        try
        {
            await QueryAsync(sql, keys, cancellationToken);
        }
        catch (PostgresException refused) when (PostgreSqlErrors.IsRefusal(refused))
        {
            // A key that is no value of the column's type fails all of them: halves find it. What else fails is no answer.
            if (keys.Length == 1)
            {
                if (await IsValueAsync(keys[0], type, cancellationToken))
                    throw;
                return;
            }

            await FindAsync(sql, type, keys[..(keys.Length / 2)], cancellationToken);
            await FindAsync(sql, type, keys[(keys.Length / 2)..], cancellationToken);
        }
    }

    private async Task<bool> IsValueAsync(string key, string type, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand($"SELECT ($1::text)::{type}::text", connection) { Parameters = { new() { Value = key } } };
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (PostgresException refused) when (PostgreSqlErrors.IsRefusal(refused))
        {
            return false;
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
