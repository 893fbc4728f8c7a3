using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Whatever the bytes are, reading them ends in records, rejected records or a typed error.</summary>
public sealed class MalformedTextTests
{
    private const int Inputs = 3_000;

    [Fact]
    public async Task Any_bytes_as_csv_are_records_or_rejected_and_split_alike()
    {
        var alphabet = ",,\"\"\n\r\r\n;xé1 0-.\\"u8.ToArray();
        for (var seed = 0; seed < Inputs; seed++)
        {
            var bytes = Bytes(seed, alphabet);
            var header = CsvHeader.Read(bytes, CsvDialect.Default);
            if (header.Names.Count == 0)
                continue;
            var schema = CsvInference.Infer(bytes.AsSpan((int)header.DataStart), isWhole: true, header.Names, CsvDialect.Default);
            var options = new ReadOptions { Schema = schema, Offset = header.DataStart, Line = header.DataLine };
            var (whole, wholeRejected) = await ReadAsync(bytes, header, options);
            using var text = new MemoryStream(bytes) { Position = header.DataStart };
            var ranges = await new CsvPlanner(CsvDialect.Default, header.Names.Count, new ReadOptions()).PlanAsync(text, header.DataStart, header.DataLine, 1, null, default);
            var (parts, rejected) = (new List<string>(), 0);
            foreach (var range in ranges)
            {
                var (records, bad) = await ReadAsync(bytes, header, options with { Offset = range.Start, End = range.End, Line = range.Line });
                parts.AddRange(records);
                rejected += bad.Count;
            }

            parts.ShouldBe(whole, $"seed {seed}");
            rejected.ShouldBe(wholeRejected.Count, $"seed {seed}");
            ranges.Sum(range => range.Records).ShouldBe(whole.Count + rejected, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Any_bytes_as_json_are_records_or_rejected_or_a_typed_error()
    {
        var alphabet = "{}{}[]\"\"::,,\n a1e-.\\unultrueé"u8.ToArray();
        for (var seed = 0; seed < Inputs; seed++)
        {
            var text = seed % 3 == 0 ? Bytes(seed, alphabet) : Damaged(seed);
            var (records, rejected) = await Reading.JsonAsync(Encoding.Latin1.GetString(text), JsonFraming.Lines);
            (records.Count + rejected.Count).ShouldBeLessThanOrEqualTo(text.Count(one => one == '\n') + 1, $"seed {seed}");
            await TypedAsync(() => Reading.DrainAsync(RecordsJson.ReadAsync(text, null, new ReadOptions { BatchRows = 2 }, default)));
        }
    }

    private static async Task TypedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ConnectorException error)
        {
            error.Class.ShouldBeOneOf(ErrorClass.Data, ErrorClass.Settings);
        }
    }

    private static byte[] Damaged(int seed)
    {
        var random = new Random(seed);
        var text = Encoding.UTF8.GetBytes("""[{"id":1,"name":"a\u00e9b","list":[1,2.50,{"x":null}]},{"id":2,"ok":true,"name":""},{"big":123456789012345678901234567890}]""" + "\n{\"id\":3}\n");
        for (var change = random.Next(1, 4); change > 0; change--)
            text[random.Next(text.Length)] = (byte)random.Next(256);
        return text[..random.Next(1, text.Length + 1)];
    }

    private static byte[] Bytes(int seed, byte[] alphabet)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ => alphabet[random.Next(alphabet.Length)])];
    }

    private static async Task<(List<string> Records, List<RejectedRecord> Rejected)> ReadAsync(byte[] bytes, CsvHeader header, ReadOptions options)
    {
        using var stream = new MemoryStream(bytes) { Position = options.Offset };
        return await Reading.DrainAsync(new CsvReader(CsvDialect.Default, header.Names, options).ReadAsync(stream, default));
    }
}
