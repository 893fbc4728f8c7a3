using System.Globalization;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Kills <c>run FILE</c> between the completion of a file and the end of what is kept about it: nothing is written again, nothing is left beside the file.</summary>
public sealed class KilledFileTests
{
    private const int Records = 2_000;

    [Theory]
    [InlineData("file_in_place", "append")]
    [InlineData("file_completed", "append")]
    [InlineData("file_completed", "replace")]
    [InlineData("delivery_forgetting", "append")]
    [InlineData("delivery_forgetting", "replace")]
    public async Task A_completed_file_stays_as_it_is(string point, string mode)
    {
        using var folder = new TemporaryFolder();
        var lines = Enumerable.Range(1, Records).Select(id => string.Create(CultureInfo.InvariantCulture, $"{id},name {id}")).ToList();
        await File.WriteAllLinesAsync(folder["people.csv"], ["id,name", .. lines]);
        Directory.CreateDirectory(folder["out"]);
        await File.WriteAllLinesAsync(folder["out/people.csv"], ["id,name", "0,old"]);
        var file = await WriteAsync(folder, mode);
        (await RunAsync(folder, file, point)).ExitCode.ShouldBe(137, $"it did not die at {point}");

        var (exitCode, result) = await RunAsync(folder, file, "");

        exitCode.ShouldBe(0);
        result.GetProperty("records_written").GetInt64().ShouldBe(Records);
        (await File.ReadAllLinesAsync(folder["out/people.csv"])).ShouldBe(mode == "append" ? ["id,name", "0,old", .. lines] : ["id,name", .. lines]);
        Directory.GetFiles(folder["out"]).Select(Path.GetFileName).ShouldBe(["people.csv"]);
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, string mode)
    {
        var pipeline = new
        {
            name = "people",
            source = new { connector_type = "file", config = new { path = folder["people.csv"] } },
            destination = new { connector_type = "file", config = new { path = folder["out/people.csv"], write_mode = mode } },
        };
        var file = folder["people.json"];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(pipeline));
        return file;
    }

    private static async Task<(int ExitCode, JsonElement Result)> RunAsync(TemporaryFolder folder, string file, string point)
    {
        var environment = new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "16384", ["DATAAGGREGATOR_FAULT_POINT"] = point };
        await using var process = LocalHostProcess.Start(["run", file, "--data", folder["data"], "--json"], environment);
        var exitCode = await process.ExitAsync();
        return (exitCode, exitCode == 137 ? default : JsonDocument.Parse(process.Output[^1]).RootElement);
    }
}
