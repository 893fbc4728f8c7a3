using System.Globalization;
using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Leaves runs no room for what they seal and spill, and gives it back: they fail, saying so, and their retries deliver each record once.</summary>
public sealed class FullDiskTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Megabytes = 12;
    private const int Sorted = 60_000;

    [SmallDiskFact]
    public async Task Runs_without_room_fail_by_name_and_are_retried_when_there_is_some()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var target = await postgres.CreateDatabaseAsync();
        var path = Directory.CreateDirectory(folder["disk"]).FullName;
        var disk = new SmallDisk(path, Megabytes);
        var settings = new Dictionary<string, string>
        {
            ["DATAAGGREGATOR_MEMORY_BUDGET"] = "1048576",
            ["DATAAGGREGATOR_TEST_SEGMENTS"] = Path.Combine(path, "segments"),
            ["TMPDIR"] = path,
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder, settings: settings, within: disk.Command);

        var sealing = await FailToSealAsync(server, api, disk, target);
        await WriteNumbersAsync(folder);
        var spilling = await ExecuteAsync(server, folder, target);
        await FailedAsync(server, spilling, path);
        disk.Files(server.Process).ShouldAllBe(file => Path.GetFileName(file) == "filler" || file.EndsWith(".segment", StringComparison.Ordinal), "nothing is left half written");
        (await ScalarAsync(target, "SELECT count(*) FROM pg_tables WHERE tablename = 'numbers'")).ShouldBe(1);
        (await ScalarAsync(target, "SELECT count(*) FROM numbers")).ShouldBe(0);

        disk.Free(server.Process);
        (await server.Admin.PostAsync($"runs/{sealing}/retry")).ShouldBe(HttpStatusCode.Accepted);
        await SucceededAsync(server.Admin, sealing, target);
        // The plan looks at the first page, too.
        api.Asked.Where(offset => offset < 500).ShouldBe([0, 0, 100, 200, 300, 400]);
        (await server.Admin.PostAsync($"runs/{spilling}/retry")).ShouldBe(HttpStatusCode.Accepted);
        var ended = await StatusAsync(server.Admin, spilling, "success");
        ended.GetProperty("records_written").GetInt64().ShouldBe(Sorted);
        (await ScalarAsync(target, "SELECT count(DISTINCT n) FROM numbers")).ShouldBe(Sorted);
        (await ScalarAsync(target, "SELECT count(*) FROM numbers")).ShouldBe(Sorted);
    }

    /// <summary>A run whose fifth segment finds no room.</summary>
    private static async Task<string> FailToSealAsync(ServerProcess server, PagedApi api, SmallDisk disk, string target)
    {
        api.HoldFrom(500);
        var run = await StartAsync(server.Admin, api, target);
        await AskedAsync(api, 500);
        disk.Fill(server.Process);
        api.Mend();
        var failed = await FailedAsync(server, run, "/segments/");
        failed.GetProperty("records_written").GetInt64().ShouldBe(500);
        (await ScalarAsync(target, "SELECT count(DISTINCT id) FROM orders WHERE id < 500")).ShouldBe(500);
        return run;
    }

    private static async Task<JsonElement> FailedAsync(ServerProcess server, string run, string place)
    {
        var failed = await StatusAsync(server.Admin, run, "failed");
        var error = failed.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("disk_full", failed.ToString());
        error.GetProperty("message").GetString()!.ShouldContain(place);
        error.GetProperty("hint").GetString()!.ShouldContain("retry the run");
        failed.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        return failed;
    }

    private static async Task<string> ExecuteAsync(ServerProcess server, TemporaryFolder folder, string target)
    {
        var definition = new
        {
            name = "numbers",
            source = new { connector_type = "file", config = new { path = folder["files/numbers.csv"] } },
            transformations = new[] { new { type = "sort", fields = new[] { new { field = "word" } } } },
            destination = Table(target, "numbers", "append"),
            error_handling = new { retry_policy = new { max_retries = 0 } },
        };
        var pipeline = (await server.Admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        return (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
    }

    /// <summary>A few times more than the memory that steps may take.</summary>
    private static Task WriteNumbersAsync(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["files"]);
        var lines = Enumerable.Range(0, Sorted).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n},word {n * 7919L % 100_003} and a few more characters\n"));
        return File.WriteAllTextAsync(folder["files/numbers.csv"], $"n,word\n{string.Concat(lines)}");
    }
}
