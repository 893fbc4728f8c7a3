using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>
/// Runs a pipeline incrementally from a table that grows meanwhile, fifty rows of one time each and keys in no order, and kills it around the
/// saving of its state. In the end every row has to be in the target once.
/// </summary>
public sealed class IncrementalRunTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int RowsATime = 50;
    private const int MostGrowth = 1_400;

    /// <summary>Where each of five runs dies, and dies again when it is started once more.</summary>
    public static TheoryData<string[], string> Deaths => new()
    {
        { ["", "", "", "", ""], "append" },
        { ["state_saving:1", "", "state_saved:1", "state_saving:1,state_saving:1", "state_saved:1,run_finishing:1"], "append" },
        { ["committed:1,state_saved:1", "plan_saved:1", "run_finishing:1", "segment_sealed:2,committed:2", "run_finished:1"], "append" },
        { ["state_saving:1,state_saving:1", "state_saved:1", "", "", ""], "append_dedup" },
    };

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Every_row_of_a_growing_table_arrives_once(string[] deaths, string mode)
    {
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE source (id int8 PRIMARY KEY, at timestamptz NOT NULL, n int NOT NULL)");
        await InsertAsync(connection, 0, 3_000);
        var file = await WriteAsync(folder, connection, mode, new { cursor_field = "at" });
        var next = 3_000;
        foreach (var death in deaths)
        {
            using var stop = new CancellationTokenSource();
            var growing = GrowAsync(connection, next, stop.Token);
            foreach (var point in death.Split(',', StringSplitOptions.RemoveEmptyEntries))
                (await RunAsync(folder, file, point)).ExitCode.ShouldBe(137, $"it did not die at {point}");
            (await RunAsync(folder, file, "")).ExitCode.ShouldBe(0);
            await stop.CancelAsync();
            next = await growing;
        }

        var last = await RunAsync(folder, file, "");
        last.ExitCode.ShouldBe(0);
        next.ShouldBeGreaterThan(3_000 + deaths.Length);
        (await ScalarAsync(connection, "SELECT count(*) FROM target")).ShouldBe(next);
        (await ScalarAsync(connection, "SELECT count(*) FROM (TABLE source EXCEPT TABLE target)")).ShouldBe(0);
        (await RunAsync(folder, file, "")).Result.GetProperty("records_read").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Reading_back_adds_late_rows_and_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE source (id int8 PRIMARY KEY, at timestamptz NOT NULL, n int NOT NULL)");
        await InsertAsync(connection, 0, 500);
        var file = await WriteAsync(folder, connection, "append_dedup", new { cursor_field = "at", lookback = "4s" });
        (await RunAsync(folder, file, "")).Result.GetProperty("records_read").GetInt64().ShouldBe(500);
        // Behind the cursor, but not further than it reads back.
        await ExecuteAsync(connection, "INSERT INTO source SELECT -1, max(at) - interval '3 seconds', 0 FROM source");

        var second = (await RunAsync(folder, file, "")).Result;

        second.GetProperty("records_read").GetInt64().ShouldBe((5 * RowsATime) + 1);
        (await ScalarAsync(connection, "SELECT count(*) FROM target")).ShouldBe(501);
        (await ScalarAsync(connection, "SELECT count(*) FROM (TABLE source EXCEPT TABLE target)")).ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_state_nothing_is_appended_to_what_is_there()
    {
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE source (id int8 PRIMARY KEY, at timestamptz NOT NULL, n int NOT NULL)");
        await InsertAsync(connection, 0, 100);
        var file = await WriteAsync(folder, connection, "append", new { cursor_field = "at" });
        await RunAsync(folder, file, "");
        Directory.Delete(folder["data"], recursive: true);

        var refused = await RunAsync(folder, file, "");

        refused.ExitCode.ShouldBe(1);
        refused.Result.GetProperty("error").GetProperty("code").GetString().ShouldBe("state_missing");
        refused.Result.GetProperty("records_read").GetInt64().ShouldBe(0);
        (await RunAsync(folder, file, "", "--confirm")).ExitCode.ShouldBe(0);
        (await ScalarAsync(connection, "SELECT count(*) FROM target")).ShouldBe(200);
        (await RunAsync(folder, file, "")).Result.GetProperty("records_read").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task More_records_of_the_newest_value_than_can_be_remembered_are_a_warning()
    {
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE source (id int8 PRIMARY KEY, day date NOT NULL); INSERT INTO source SELECT n, '2025-01-01' FROM generate_series(1, 50001) n");
        var file = await WriteAsync(folder, connection, "append", new { cursor_field = "day" });

        var (exitCode, result) = await RunAsync(folder, file, "");

        (exitCode, result.GetProperty("status").GetString(), result.GetProperty("error").GetProperty("code").GetString()).ShouldBe((2, "warning", "cursor_too_coarse"));
        result.GetProperty("warnings")[0].GetProperty("path").GetString().ShouldBe("$.source.incremental.cursor_field");
        (await ScalarAsync(connection, "SELECT count(*) FROM target")).ShouldBe(50_001);
    }

    private static async Task<(int ExitCode, JsonElement Result)> RunAsync(TemporaryFolder folder, string file, string point, params string[] options)
    {
        var environment = new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "16384", ["DATAAGGREGATOR_FAULT_POINT"] = point };
        await using var process = LocalHostProcess.Start(["run", file, "--data", folder["data"], "--json", .. options], environment);
        var exitCode = await process.ExitAsync();
        return (exitCode, exitCode == 137 ? default : JsonDocument.Parse(process.Output[^1]).RootElement);
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, string connection, string mode, object incremental)
    {
        var target = new NpgsqlConnectionStringBuilder(connection);
        var server = new { host = target.Host, port = target.Port, database = target.Database, username = target.Username, password = target.Password };
        var pipeline = new
        {
            name = "growing",
            source = new { connector_type = "postgresql", incremental, config = With(server, new { table = "source", batch_size = 100 }) },
            destination = new { connector_type = "postgresql", config = With(server, new { table = "target", write_mode = mode, primary_key = mode == "append" ? Array.Empty<string>() : ["id"] }) },
        };
        var file = folder["growing.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(pipeline));
        return file;
    }

    private static Dictionary<string, object> With(params object[] parts) => parts
        .SelectMany(part => JsonSerializer.SerializeToElement(part).EnumerateObject())
        .ToDictionary(property => property.Name, property => (object)property.Value);

    private static async Task<int> GrowAsync(string connection, int next, CancellationToken stop)
    {
        // No faster than it is read, or a slow machine would never come to the end.
        var end = next + MostGrowth;
        for (; next < end && !stop.IsCancellationRequested; next += 7)
            await InsertAsync(connection, next, 7);
        return next;
    }

    // One row a statement, so that a reader sees a time before all of its rows are there.
    private static async Task InsertAsync(string connection, int first, int count)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        var step = count > 100 ? count : 1;
        for (var n = first; n < first + count; n += step)
        {
            await using var command = new NpgsqlCommand(
                $"INSERT INTO source SELECT (n * 7919::int8) % 1000003, timestamptz '2025-01-01Z' + (n / {RowsATime}) * interval '1 second', n FROM generate_series(@n, @n + @step - 1) n", database);
            command.Parameters.AddWithValue("n", n);
            command.Parameters.AddWithValue("step", step);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
