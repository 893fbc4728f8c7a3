using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Local.Demo;
using DataAggregator.Tests.Fixtures;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>
/// Kills <c>run FILE</c> at named points with SIGKILL and starts it again. PostgreSQL stands outside the killed process. The restarted run has to
/// go on from what was loaded and end with every record exactly once.
/// </summary>
public sealed class KilledRunTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Records = 20_000;

    /// <summary>Fault points of a run that goes straight through: CSV into PostgreSQL, several segments.</summary>
    public static TheoryData<string, string> Direct => new()
    {
        { "run_created:1", "append" },
        { "plan_saved:1", "append" },
        { "destination_prepared:1", "append" },
        { "segment_read:2", "append" },
        { "ledger_row_inserted:2", "append" },
        { "copy_done:3", "append" },
        { "books_saved:3", "append" },
        { "segment_saved:4", "append" },
        { "committed:1", "append" },
        { "committed:5", "append" },
        { "segment_delivered:4", "append" },
        { "committed:3", "replace" },
        { "quality_saved:1", "append" },
        { "quality_saved:1", "replace" },
        { "swap_done:1", "replace" },
        { "destination_completed:1", "append" },
        { "destination_completed:1", "replace" },
        { "run_finishing:1", "append" },
        { "run_finished:1", "append" },
    };

    /// <summary>Fault points of a run whose segments are sealed first: a REST API into PostgreSQL.</summary>
    public static TheoryData<string> Staged => ["page_fetched:7", "books_saved:2", "segment_sealed:2", "load_books_saved:2", "committed:2", "segment_delivered:3"];

    [Theory]
    [MemberData(nameof(Direct))]
    public async Task A_run_killed_on_its_way_from_a_file_goes_on(string point, string mode)
    {
        using var folder = new TemporaryFolder();
        var source = folder["orders.csv"];
        await File.WriteAllTextAsync(source, Csv());
        var connection = await postgres.CreateDatabaseAsync();
        var file = await WritePipelineAsync(folder, new { connector_type = "file", config = new { path = source } }, connection, mode);

        var loaded = await KillAsync(folder, file, point, connection, mode);
        await FinishAsync(folder, file, connection, loaded, Records);
    }

    [Theory]
    [MemberData(nameof(Staged))]
    public async Task A_run_killed_on_its_way_from_an_api_goes_on(string point)
    {
        using var folder = new TemporaryFolder();
        await using var shop = await SampleOrdersApi.StartAsync(null, CancellationToken.None);
        var connection = await postgres.CreateDatabaseAsync();
        var source = new
        {
            connector_type = "rest_api",
            config = new
            {
                url = shop.Orders.ToString(),
                auth_method = "API_KEY",
                auth_params = new { api_key_header = "X-API-Key", api_key_value = SampleOrdersApi.Key },
                pagination = new { type = "offset", page_size = 500 },
            },
        };
        var file = await WritePipelineAsync(folder, source, connection, "append");

        var loaded = await KillAsync(folder, file, point, connection, "append");
        await FinishAsync(folder, file, connection, loaded, 10_000);
    }

    /// <summary>Fault points of a run with steps that need the whole run: two CSV files, joined on disk, into PostgreSQL.</summary>
    public static TheoryData<string> Gathered => ["segment_sealed:1", "segment_read:9", "segment_sealed:6", "run_gathered:1", "load_books_saved:3", "committed:5", "destination_completed:1"];

    [Theory]
    [MemberData(nameof(Gathered))]
    public async Task A_run_killed_amid_steps_that_need_the_whole_run_goes_on(string point)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["orders.csv"], Csv());
        var customers = Enumerable.Range(0, 977).Select(i => $"CUST-{i},Name {i}\n");
        await File.WriteAllTextAsync(folder["customers.csv"], $"customer_id,name\n{string.Concat(customers)}");
        var connection = await postgres.CreateDatabaseAsync();
        var pipeline = new
        {
            name = "orders",
            sources = new object[]
            {
                new { connector_type = "file", config = new { path = folder["orders.csv"] } },
                new { name = "customers", connector_type = "file", config = new { path = folder["customers.csv"] } },
            },
            transformations = new[] { new { type = "join", join_type = "full", join_source = "customers", primary_key = "customer_id" } },
            destination = Destination(connection, "append"),
        };
        var file = folder["orders.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(pipeline));

        var loaded = await KillAsync(folder, file, point, connection, "append");
        await FinishAsync(folder, file, connection, loaded, Records);
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        (await ScalarAsync(database, "SELECT count(*) FROM orders WHERE name = replace(customer_id, 'CUST-', 'Name ')")).ShouldBe(Records);
    }

    private static async Task<Dictionary<uint, long>> KillAsync(TemporaryFolder folder, string file, string point, string connection, string mode)
    {
        await using var process = Run(folder, file, new() { ["DATAAGGREGATOR_FAULT_POINT"] = point });
        var exitCode = await process.ExitAsync();
        exitCode.ShouldBe(137, $"the process did not die at {point}: {string.Join('\n', process.Errors)}");
        // The rows of a run that replaces stand in a shadow table until they are swapped in.
        return mode == "replace" ? [] : await TransactionsAsync(connection);
    }

    private static async Task FinishAsync(TemporaryFolder folder, string file, string connection, Dictionary<uint, long> loaded, int records)
    {
        await using var process = Run(folder, file, []);
        var exitCode = await process.ExitAsync();
        exitCode.ShouldBe(0, string.Join('\n', process.Errors));
        var result = JsonDocument.Parse(process.Output[^1]).RootElement;
        result.GetProperty("status").GetString().ShouldBe("success");
        result.GetProperty("records_read").GetInt64().ShouldBe(records);
        result.GetProperty("records_written").GetInt64().ShouldBe(records);

        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        (await ScalarAsync(database, "SELECT count(*) FROM orders")).ShouldBe(records);
        (await ScalarAsync(database, "SELECT count(DISTINCT order_id) FROM orders")).ShouldBe(records);
        // What was committed before the kill is still the same rows of the same transactions: nothing was loaded again.
        var after = await TransactionsAsync(connection);
        foreach (var (transaction, rows) in loaded)
            after[transaction].ShouldBe(rows);
    }

    private static LocalHostProcess Run(TemporaryFolder folder, string file, Dictionary<string, string> environment)
    {
        environment["DATAAGGREGATOR_SEGMENT_BYTES"] = "131072";
        return LocalHostProcess.Start(["run", file, "--data", folder["data"], "--json"], environment);
    }

    private static async Task<string> WritePipelineAsync(TemporaryFolder folder, object source, string connection, string mode)
    {
        var pipeline = new { name = "orders", source, destination = Destination(connection, mode) };
        var file = folder["orders.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(pipeline));
        return file;
    }

    private static object Destination(string connection, string mode)
    {
        var target = new NpgsqlConnectionStringBuilder(connection);
        var config = new { host = target.Host, port = target.Port, database = target.Database, username = target.Username, password = target.Password, table = "orders", write_mode = mode };
        return new { connector_type = "postgresql", config };
    }

    private static async Task<Dictionary<uint, long>> TransactionsAsync(string connection)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        if (await ScalarAsync(database, "SELECT count(*) FROM pg_tables WHERE tablename = 'orders'") == 0)
            return [];
        await using var command = new NpgsqlCommand("SELECT xmin::text::bigint, count(*) FROM orders GROUP BY 1", database);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<uint, long>();
        while (await reader.ReadAsync())
            rows[(uint)reader.GetInt64(0)] = reader.GetInt64(1);
        return rows;
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Csv()
    {
        var text = new StringBuilder("order_id,customer_id,quantity,price,note\n");
        for (var i = 1; i <= Records; i++)
            text.Append(CultureInfo.InvariantCulture, $"ORD-{i:D6},CUST-{i % 977},{i % 7 + 1},{i % 100}.{i % 90 + 10},\"line {i}, with a comma\"\n");
        return text.ToString();
    }
}
