using System.Globalization;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>
/// Kills <c>run FILE</c> while it seals what an API said of sorted records, and starts it again when the API says something else. What was sealed of the
/// first attempt does not fit to the second: nothing of it may be delivered or counted.
/// </summary>
public sealed class ChangedAnswersTests
{
    private const int Records = 20_000;
    private const int Customers = 100;

    [Fact]
    public async Task Every_record_is_delivered_or_rejected_once_by_the_answers_of_one_attempt()
    {
        using var folder = new TemporaryFolder();

        var result = await KillAndGoOnAsync(folder, "gathered_sealed:2", exitCode: 2);

        result.GetProperty("records_read").GetInt64().ShouldBe(Records);
        result.GetProperty("records_written").GetInt64().ShouldBe(Records / 2);
        result.GetProperty("records_rejected").GetInt64().ShouldBe(Records / 2);
        var written = await ReadAsync(folder);
        written.Select(line => int.Parse(line[0], CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, Records).Where(i => i % 2 == 0));
        written.ShouldAllBe(line => line[2] == "2");
        (await File.ReadAllLinesAsync(folder["rejected.ndjson"])).Length.ShouldBe(Records / 2);
    }

    [Fact]
    public async Task What_was_sealed_to_the_end_is_delivered_without_asking_again()
    {
        using var folder = new TemporaryFolder();

        var result = await KillAndGoOnAsync(folder, "run_gathered:1", exitCode: 0);

        result.GetProperty("records_written").GetInt64().ShouldBe(Records);
        var written = await ReadAsync(folder);
        written.Count.ShouldBe(Records);
        written.ShouldAllBe(line => line[2] == "1");
    }

    private static async Task<JsonElement> KillAndGoOnAsync(TemporaryFolder folder, string point, int exitCode)
    {
        await using var api = new ChangingApi();
        var lines = Enumerable.Range(1, Records).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i % Customers}\n"));
        await File.WriteAllTextAsync(folder["orders.csv"], $"order_id,customer_id\n{string.Concat(lines)}");
        var file = await WriteAsync(folder, api);
        await using (var killed = Run(folder, file, new() { ["DATAAGGREGATOR_FAULT_POINT"] = point }))
            (await killed.ExitAsync()).ShouldBe(137, $"the process did not die at {point}: {string.Join('\n', killed.Errors)}");
        api.Forget();
        await using var process = Run(folder, file, []);
        (await process.ExitAsync()).ShouldBe(exitCode, string.Join('\n', process.Errors));
        return JsonDocument.Parse(process.Output[^1]).RootElement;
    }

    private static async Task<List<string[]>> ReadAsync(TemporaryFolder folder) =>
        [.. (await File.ReadAllLinesAsync(folder["out.csv"])).Skip(1).Select(line => line.Split(','))];

    private static async Task<string> WriteAsync(TemporaryFolder folder, ChangingApi api)
    {
        var pipeline = new
        {
            name = "orders",
            source = new { connector_type = "file", config = new { path = folder["orders.csv"] } },
            transformations = new object[]
            {
                new { type = "sort", fields = new[] { new { field = "order_id" } } },
                new { type = "enrichment", url = api.Customers, included_fields = new[] { "answer" }, on_missing = "reject" },
            },
            destination = new { connector_type = "file", config = new { path = folder["out.csv"], write_mode = "replace" } },
        };
        var file = folder["orders.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(pipeline));
        return file;
    }

    private static LocalHostProcess Run(TemporaryFolder folder, string file, Dictionary<string, string> environment)
    {
        environment["DATAAGGREGATOR_SEGMENT_BYTES"] = "131072";
        return LocalHostProcess.Start(["run", file, "--data", folder["data"], "--json", "--rejected", folder["rejected.ndjson"]], environment);
    }
}
