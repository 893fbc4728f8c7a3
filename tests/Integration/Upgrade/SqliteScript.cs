using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>A SQLite file as a script, and back.</summary>
internal static class SqliteScript
{
    private static readonly byte[] Header = "SQLite format 3\0"u8.ToArray();

    /// <summary>Whether a file is one of SQLite.</summary>
    public static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[Header.Length];
        return file.ReadAtLeast(start, Header.Length, throwOnEndOfStream: false) == Header.Length && start.AsSpan().SequenceEqual(Header);
    }

    /// <summary>What makes the file anew.</summary>
    public static string Read(string path)
    {
        using var connection = Open(path);
        var script = new StringBuilder();
        foreach (var row in Query(connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"))
            script.Append(row[0]).Append(";\n");
        foreach (var row in Query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR name = 'sqlite_sequence') ORDER BY rowid"))
            WriteRows(connection, row[0], script);
        var version = Query(connection, "PRAGMA user_version").Single()[0];
        return script.Append(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version};\n").ToString();
    }

    /// <summary>Makes the file.</summary>
    public static void Write(string path, string script)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA foreign_keys = OFF; BEGIN; {script} COMMIT;";
        command.ExecuteNonQuery();
    }

    private static void WriteRows(SqliteConnection connection, string table, StringBuilder script)
    {
        var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}')").Select(row => row[0]).ToList();
        var values = string.Join(" || ', ' || ", columns.Select(column => $"quote(\"{column}\")"));
        var rows = Query(connection, $"SELECT '(' || {values} || ')' FROM \"{table}\"");
        if (rows.Count > 0)
            script.Append(CultureInfo.InvariantCulture, $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES\n{string.Join(",\n", rows.Select(row => row[0]))};\n");
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static List<string[]> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<string[]> result = [];
        while (rows.Read())
            result.Add([.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetString(i))]);
        return result;
    }
}
