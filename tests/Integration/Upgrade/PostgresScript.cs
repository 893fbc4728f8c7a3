using System.Globalization;
using System.Text;
using DataAggregator.Storage.PostgreSql;
using Npgsql;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>A PostgreSQL database as a script. Tables of users are described in it; the platform's own are made by the migrations that the script names.</summary>
internal static class PostgresScript
{
    private const string Migrations = "DataAggregator.Storage.PostgreSql.Migrations.";

    /// <summary>What makes the tables of the schema <c>public</c> anew.</summary>
    public static async Task<string> ReadTargetAsync(string connection)
    {
        await using var database = await OpenAsync(connection);
        var script = new StringBuilder();
        var definitions = await QueryAsync(
            database,
            """
            SELECT format('CREATE TABLE %s (%s%s)', c.oid::regclass,
                (SELECT string_agg(format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attnotnull THEN ' NOT NULL' END), ', ' ORDER BY a.attnum)
                 FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
                (SELECT string_agg(', ' || pg_get_constraintdef(k.oid), '') FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c')))
            FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
            """);
        foreach (var definition in definitions)
            script.Append(definition).Append(";\n");
        await WriteRowsAsync(database, "public", script);
        return script.ToString();
    }

    /// <summary>The rows of the platform's tables, among them the names of the migrations that made these.</summary>
    public static async Task<string> ReadPlatformAsync(string connection)
    {
        await using var database = await OpenAsync(connection);
        var script = new StringBuilder("SET search_path = dataaggregator;\nSET session_replication_role = replica;\n");
        var months = await QueryAsync(
            database,
            """
            SELECT format('SELECT ensure_month(%L, %L, %L)', p.relname, substring(pg_get_partkeydef(p.oid) from '\((.*)\)'), replace(right(c.relname, 7), '_', '-') || '-01')
            FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
            WHERE p.relnamespace = 'dataaggregator'::regnamespace AND p.relkind = 'p' AND c.relname ~ '_\d{4}_\d{2}$' AND p.relname <> 'run_metrics' ORDER BY c.relname
            """);
        foreach (var month in months)
            script.Append(month).Append(";\n");
        await WriteRowsAsync(database, "dataaggregator", script);
        var sequences = await QueryAsync(
            database, "SELECT format('SELECT setval(%L, %s)', format('%I.%I', schemaname, sequencename), last_value) FROM pg_sequences WHERE schemaname = 'dataaggregator' AND last_value IS NOT NULL ORDER BY 1");
        foreach (var sequence in sequences)
            script.Append(sequence).Append(";\n");
        return script.ToString();
    }

    /// <summary>Makes a database of users anew.</summary>
    public static async Task WriteTargetAsync(string connection, string script)
    {
        await using var database = await OpenAsync(connection);
        await ExecuteAsync(database, script);
    }

    /// <summary>Makes the platform's database as it was: by the migrations that it had seen, and the rows.</summary>
    public static async Task WritePlatformAsync(string connection, string script)
    {
        await using var database = await OpenAsync(connection);
        await ExecuteAsync(
            database, "CREATE SCHEMA dataaggregator; SET search_path = dataaggregator; CREATE TABLE migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)");
        var assembly = typeof(PostgreSqlMigrator).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Migrations, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!script.Contains($"'{resource[Migrations.Length..^".sql".Length]}'", StringComparison.Ordinal))
                continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            await ExecuteAsync(database, await reader.ReadToEndAsync());
        }

        await ExecuteAsync(database, script);
    }

    private static async Task WriteRowsAsync(NpgsqlConnection database, string schema, StringBuilder script)
    {
        var tables = await QueryAsync(
            database, $"SELECT relname FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname");
        foreach (var table in tables)
        {
            var columns = await QueryAsync(
                database, $"SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{schema}.{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum");
            var values = string.Join(" || ', ' || ", columns.Select(column => $"quote_nullable({column}::text)"));
            var rows = await QueryAsync(database, $"SELECT '(' || {values} || ')' FROM {schema}.{table} ORDER BY 1");
            if (rows.Count > 0)
                script.Append(CultureInfo.InvariantCulture, $"INSERT INTO {schema}.{table} ({string.Join(", ", columns)}) OVERRIDING SYSTEM VALUE VALUES\n{string.Join(",\n", rows)};\n");
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connection)
    {
        var database = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await database.OpenAsync();
        return database;
    }

    private static async Task ExecuteAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> QueryAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await using var rows = await command.ExecuteReaderAsync();
        List<string> result = [];
        while (await rows.ReadAsync())
            result.Add(rows.GetString(0));
        return result;
    }
}
