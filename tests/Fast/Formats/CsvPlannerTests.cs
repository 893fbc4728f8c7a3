using System.Text;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

public sealed class CsvPlannerTests
{
    private const string Nasty =
        "id,text,more\n1,\"a\"\"b\",x\r\n2,\"two\nlines, and \"\"more\"\"\",\n\n3,\"\",\"\r\n\"\n4,bad\"quote,x\n5,\"junk\"after,\"y\n\"\n6,ragged\n" +
        "7,,\n\r\n8,Zürich 🦊,\"🦊,\n\"\n9,\"\"\"\",\"\"\"\"\"\"\n10,\"never closed,x\n11,fine,x\r12,\"ends\rhere\",\"z\"\n13,\"open\n14,a,b";

    [Fact]
    public async Task Split_at_every_size_a_nasty_text_gives_the_same_records()
    {
        var bytes = Encoding.UTF8.GetBytes(Nasty);
        var header = CsvHeader.Read(bytes, CsvDialect.Default);
        var whole = await ReadAsync(bytes, header, new CsvRange(header.DataStart, long.MaxValue, header.DataLine, 0, 0));
        whole.Records.Count.ShouldBe(7);
        whole.Rejected.Count.ShouldBe(6);
        for (var size = 1; size <= bytes.Length; size++)
        {
            using var stream = new MemoryStream(bytes) { Position = header.DataStart };
            var ranges = await new CsvPlanner(CsvDialect.Default, header.Names.Count, new ReadOptions()).PlanAsync(stream, header.DataStart, header.DataLine, size, null, default);
            ranges[^1].End.ShouldBe(bytes.Length);
            var records = new List<string>();
            var rejected = new List<string>();
            foreach (var range in ranges)
            {
                var read = await ReadAsync(bytes, header, range);
                (read.Records.Count + read.Rejected.Count).ShouldBe((int)range.Records);
                records.AddRange(read.Records);
                rejected.AddRange(read.Rejected);
            }

            records.ShouldBe(whole.Records);
            rejected.ShouldBe(whole.Rejected);
        }
    }

    [Fact]
    public async Task Small_ranges_split_at_every_record()
    {
        var bytes = Encoding.UTF8.GetBytes(Nasty);
        var header = CsvHeader.Read(bytes, CsvDialect.Default);
        using var stream = new MemoryStream(bytes) { Position = header.DataStart };
        var ranges = await new CsvPlanner(CsvDialect.Default, 3, new ReadOptions()).PlanAsync(stream, header.DataStart, header.DataLine, 1, null, default);
        ranges.Count.ShouldBe(13);
        ranges.Select(range => range.FirstRecord).ShouldBe(Enumerable.Range(0, 13).Select(i => (long)i));
    }

    [Fact]
    public async Task A_limit_ends_the_plan_with_that_record()
    {
        var bytes = "a,b\n1,x\n2,y\n3,z\n"u8.ToArray();
        using var stream = new MemoryStream(bytes) { Position = 4 };
        var ranges = await new CsvPlanner(CsvDialect.Default, 2, new ReadOptions()).PlanAsync(stream, 4, 2, 1 << 20, 2, default);
        ranges.ShouldBe([new CsvRange(4, 12, 2, 0, 2)]);
    }

    private static async Task<(List<string> Records, List<string> Rejected)> ReadAsync(byte[] bytes, CsvHeader header, CsvRange range)
    {
        using var stream = new MemoryStream(bytes) { Position = range.Start };
        var options = new ReadOptions { Offset = range.Start, End = range.End, Line = range.Line, FirstOrdinal = range.FirstRecord };
        var (records, rejected) = await Reading.DrainAsync(new CsvReader(CsvDialect.Default, header.Names, options).ReadAsync(stream, default));
        return (records, [.. rejected.Select(one => $"{one.Ordinal} {one.Errors[0].Message} {Encoding.UTF8.GetString(one.Record.Span)}")]);
    }
}
