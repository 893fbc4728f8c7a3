using System.Text.Json;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Connectors;
using DataAggregator.Tests.Fast.Formats;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

/// <summary>From the plan to the last record, a damaged file ends in records, rejected records or a typed error.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const int Files = 150;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("csv", "a.csv", "auto")]
    [InlineData("csv", "a.csv", "utf-16")]
    [InlineData("csv", "a.csv", "windows-1252")]
    [InlineData("csv", "a.unknown", "auto")]
    [InlineData("json", "a.json", "auto")]
    [InlineData("ndjson", "a.ndjson", "auto")]
    [InlineData("xml", "a.xml", "auto")]
    [InlineData("xlsx", "a.xlsx", "auto")]
    [InlineData("xls", "a.xls", "auto")]
    [InlineData("gzip", "a.csv.gz", "auto")]
    public async Task Damaged_files_end_in_records_or_typed_errors(string format, string name, string encoding)
    {
        var source = FileConnector.Create(new AllowedFileRoots(folder.Path)).Source!;
        var config = JsonSerializer.SerializeToElement(new { path = name, csv = new { encoding } });
        var outcomes = new HashSet<string>();
        for (var number = 0; number < Files; number++)
        {
            folder.Write(name, FormatFuzz.Input(format, number));
            outcomes.Add(await ReadAsync(source, config, $"input {number}"));
        }

        outcomes.ShouldContain("read");
    }

    private static async Task<string> ReadAsync(ISource source, JsonElement config, string input)
    {
        try
        {
            var plan = await source.PlanAsync(config, new PlanRequest("r", null, SegmentBytes: 20), default);
            foreach (var partition in plan.Partitions)
                await Reading.DrainAsync(source.ReadAsync(config, new ReadRequest(partition, plan.Schema, null, partition.FirstOrdinal), default));
            return "read";
        }
        catch (ConnectorException error) when (error.Class is ErrorClass.Data or ErrorClass.Settings)
        {
            return error.Code;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{input} ended in {error.GetType().Name}: {error.Message}", error);
        }
    }
}
