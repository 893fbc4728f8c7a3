using System.Globalization;
using Npgsql;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>The database that the recorded runs write into, as a user who is the same everywhere.</summary>
internal sealed class UpgradeTarget(string connection)
{
    private const string User = "upgrade";
    private const string Password = "made-for-the-test";
    private readonly NpgsqlConnectionStringBuilder parts = new(connection);

    public int Port => parts.Port;

    public string Database => parts.Database!;

    public string Connection => connection;

    /// <summary>A destination that appends to a table.</summary>
    public object Of(string table) => new
    {
        connector_type = "postgresql",
        config = new { host = "127.0.0.1", port = Port, database = Database, username = User, password = Password, table, write_mode = "append" },
    };

    /// <summary>Creates the user, unless another database of the server has brought it already.</summary>
    public Task CreateUserAsync() => ScalarAsync(
        $"DO $$ BEGIN CREATE ROLE {User} LOGIN SUPERUSER PASSWORD '{Password}'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");

    /// <summary>The records of a table.</summary>
    public async Task<long> CountAsync(string table) =>
        await ExistsAsync(table) ? await ScalarAsync($"SELECT count(*) FROM {table}") : 0;

    /// <summary>The different records of a table.</summary>
    public Task<long> CountDistinctAsync(string table) => ScalarAsync($"SELECT count(DISTINCT id) FROM {table}");

    private async Task<bool> ExistsAsync(string table) => await ScalarAsync($"SELECT count(*) FROM pg_tables WHERE tablename = '{table}'") == 1;

    private async Task<long> ScalarAsync(string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
