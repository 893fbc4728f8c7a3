using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>A record that is too long is rejected before its end is known. Whoever goes on at a position meanwhile must find neither its beginning nor its rest.</summary>
public sealed class OversizedRecordTests
{
    // Longer than what is read at once.
    private static readonly string Long = new('y', 900_000);

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("json")]
    [InlineData("xml")]
    public async Task Reading_resumes_at_every_position_around_it(string format)
    {
        var text = Text(format);
        var whole = await ReadAsync(format, text, new ReadPosition(0, 1), 0);
        whole.SelectMany(one => one.Records).ShouldBe(["""{"a":1}""", """{"a":3}""", """{"a":4}"""]);
        whole.SelectMany(one => one.Rejected).ShouldBe([(1, "record_too_large")]);
        for (var batch = 0; batch < whole.Count; batch++)
        {
            var rest = await ReadAsync(format, text, ReadPosition.Parse(whole[batch].Position!), whole[batch].Next);
            rest.SelectMany(one => one.Records).ShouldBe(whole.Skip(batch + 1).SelectMany(one => one.Records), $"after batch {batch}");
            rest.SelectMany(one => one.Rejected).ShouldBe(whole.Skip(batch + 1).SelectMany(one => one.Rejected), $"after batch {batch}");
        }
    }

    private static byte[] Text(string format) => Encoding.UTF8.GetBytes(format switch
    {
        "csv" => $"1\n{Long}\n3\n4\n",
        "ndjson" => $$"""{"a":1}{{"\n"}}{"a":"{{Long}}"}{{"\n"}}{"a":3}{{"\n"}}{"a":4}{{"\n"}}""",
        "json" => $$"""{"a":1},{"a":"{{Long}}"},{"a":3},{"a":4}]""",
        _ => $"<r><o><a>1</a></o><o><a>{Long}</a></o><o><a>3</a></o><o><a>4</a></o></r>",
    });

    private static async Task<List<(List<string> Records, List<(long Ordinal, string Code)> Rejected, string? Position, long Next)>> ReadAsync(string format, byte[] text, ReadPosition from, long ordinal)
    {
        using var stream = new MemoryStream(text) { Position = from.Offset };
        var options = new ReadOptions { Schema = new Schema(new Field("a", DataType.Int64)), BatchRows = 1, MaxRecordBytes = 300_000, Offset = from.Offset, Line = from.Line, Depth = from.Depth, FirstOrdinal = ordinal };
        var batches = format switch
        {
            "csv" => new CsvReader(CsvDialect.Default with { Header = false }, ["a"], options).ReadAsync(stream, default),
            "ndjson" => new JsonReader(JsonFraming.Lines, options).ReadAsync(stream, default),
            "json" => new JsonReader(JsonFraming.Array, options).ReadAsync(stream, default),
            _ => new XmlReader(XmlLayoutDetector.Detect(text, "o"), new XmlOptions(), options).ReadAsync(stream, default),
        };
        var read = new List<(List<string>, List<(long, string)>, string?, long)>();
        await foreach (var one in batches)
        {
            using (one.Batch)
                read.Add(([.. Reading.Lines(one.Batch)], [.. one.Rejected.Select(rejected => (rejected.Ordinal, rejected.Errors[0].Code))], one.Position, one.Batch.FirstOrdinal + one.Batch.RowCount));
        }

        return read;
    }
}
