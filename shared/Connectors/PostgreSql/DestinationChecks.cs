using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>What a destination looks at beyond the login: the rights on the table, and the ledger.</summary>
internal static class DestinationChecks
{
    /// <summary>The checks, up to the first that fails.</summary>
    public static async Task<IReadOnlyList<Check>> RunAsync(NpgsqlConnection connection, PostgreSqlDestination.Options options, CancellationToken cancellationToken)
    {
        var schema = options.Table is null ? options.Schema : options.TableName.Schema;
        var checks = new List<Check> { await PermissionAsync(connection, options, schema, cancellationToken) };
        if (!checks[0].Ok)
            return checks;
        var ledger = new DeliveryLedger(schema);
        var exact = await ledger.IsUsableAsync(connection, cancellationToken) || await ledger.CanCreateAsync(connection, cancellationToken);
        checks.Add(new(Check.Ledger, true, exact
            ? "Every record is delivered exactly once."
            : $"Warning: {DeliveryLedger.Lacking(options, schema)}"));
        return checks;
    }

    private static async Task<Check> PermissionAsync(
        NpgsqlConnection connection, PostgreSqlDestination.Options options, string schema, CancellationToken cancellationToken)
    {
        if (options.Table is not null && await Relation.FindAsync(connection, options.TableName, cancellationToken) is { } table)
        {
            var rights = options.WriteMode switch
            {
                WriteMode.Upsert => "INSERT, UPDATE, SELECT",
                WriteMode.AppendDedup => "INSERT, SELECT",
                WriteMode.Replace => "INSERT, TRUNCATE, SELECT",
                _ => "INSERT",
            };
            foreach (var right in rights.Split(", "))
            {
                if (!await AskAsync(connection, "SELECT has_table_privilege($1, $2)", [table.Name.Sql, right], cancellationToken))
                    return new("permission", false, $"'{options.Username}' has no {right} right on table '{table.Name}'. Grant it: GRANT {rights} ON {table.Name.Sql} TO {TableName.Quote(options.Username)}.");
            }

            return new("permission", true, $"'{options.Username}' may write into table '{table.Name}'.");
        }

        if (!await AskAsync(connection, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", [schema], cancellationToken))
            return new("permission", false, $"Database '{options.Database}' has no schema '{schema}'. Create it, or check schema.");
        if (options.Table is not null && !options.CreateTable)
            return new("permission", false, $"Database '{options.Database}' has no table '{options.TableName}'. Create it, or set create_table to true.");
        return await new DeliveryLedger(schema).CanCreateAsync(connection, cancellationToken)
            ? new("permission", true, $"'{options.Username}' may create tables in schema '{schema}'.")
            : new("permission", options.Table is null, $"'{options.Username}' may not create tables in schema '{schema}'; only tables that exist can be written.");
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, string[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
