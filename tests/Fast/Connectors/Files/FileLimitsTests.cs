using System.IO.Compression;
using System.Text.Json;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

/// <summary>What a file may go to is bounded, and the bounds are the user's to move.</summary>
public sealed class FileLimitsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.xml", "<r><o><a>1</a></o><o><b><c><d><e>1</e></d></c></b></o></r>", "max_depth", 3, 9, "too_deep")]
    [InlineData("a.ndjson", "{\"a\":1}\n{\"b\":{\"c\":{\"d\":{\"e\":1}}}}\n", "max_depth", 3, 9, "too_deep")]
    [InlineData("a.xml", "<r><o><a>1</a></o><o><a>1</a><b>1</b><c>1</c></o></r>", "max_fields", 2, 3, "too_many_fields")]
    public async Task A_record_beyond_is_rejected_until_the_limit_is_raised(string name, string text, string limit, int low, int high, string code)
    {
        folder.Write(name, text);
        (await RejectedAsync(name, limit, low)).ShouldBe([code]);
        (await RejectedAsync(name, limit, high)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_record_is_rejected_until_the_limit_is_raised()
    {
        folder.Write("a.ndjson", $$"""{"a":1}{{"\n"}}{"a":"{{new string('x', 900_000)}}"}{{"\n"}}""");
        (await RejectedAsync("a.ndjson", "max_record_bytes", 300_000)).ShouldBe(["record_too_large"]);
        (await RejectedAsync("a.ndjson", "max_record_bytes", 2_000_000)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_grows_beyond_is_refused_until_the_limit_is_raised()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("a\n1\n"u8);
            for (var i = 0; i < 80; i++)
                gzip.Write(new byte[1 << 20].AsSpan());
        }

        folder.Write("a.csv.gz", compressed.ToArray());
        (await Should.ThrowAsync<ConnectorException>(() => RejectedAsync("a.csv.gz", "max_expansion", 20))).Code.ShouldBe("expands_too_much");
        (await RejectedAsync("a.csv.gz", "max_expansion", 5_000)).ShouldBe(["record_too_large"]);
    }

    private async Task<List<string>> RejectedAsync(string path, string limit, int value)
    {
        var source = FileConnector.Create(new AllowedFileRoots(folder.Path)).Source!;
        var config = JsonSerializer.SerializeToElement(new { path, limits = new Dictionary<string, int> { [limit] = value } });
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), default);
        var codes = new List<string>();
        foreach (var partition in plan.Partitions)
        {
            await foreach (var batch in source.ReadAsync(config, new ReadRequest(partition, plan.Schema, null, partition.FirstOrdinal), default))
            {
                codes.AddRange(batch.Rejected.Select(rejected => rejected.Errors[0].Code));
                batch.Batch.Dispose();
            }
        }

        return codes;
    }
}
