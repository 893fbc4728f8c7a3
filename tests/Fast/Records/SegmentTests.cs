using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Json;
using DataAggregator.Tests.Fast.Formats;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Records;

public sealed class SegmentTests
{
    private const string Records =
        """[{"i":1,"d":1.50,"s":"Zürich 🦊","b":true,"n":null,"o":{"z": 1.0}},{"d":99999999999999999999999999999999999999,"s":"","b":false},{"i":-9223372036854775808,"d":-0.00000000000000000000000000000000000001,"o":null}]""";

    [Theory]
    [InlineData(SegmentCompression.None)]
    [InlineData(SegmentCompression.Brotli)]
    public async Task Batches_come_back_as_they_were(SegmentCompression compression)
    {
        using var first = RecordsJson.Read(Encoding.UTF8.GetBytes(Records));
        using var second = AllTypes();
        using var segment = await WriteAsync(compression, first, second);

        var footer = await SegmentReader.ReadFooterAsync(segment, default);
        footer.Records.ShouldBe(5);
        footer.Position.ShouldBe("12:3");
        footer.Details.ShouldBe([1, 2, 3]);
        footer.Schema.Select(field => field.Name).ShouldBe(first.Schema.Concat(second.Schema).Select(field => field.Name).Distinct());

        var batches = await ReadAsync(segment);
        batches.Count.ShouldBe(2);
        batches[0].Schema.ShouldBe(first.Schema);
        batches[1].Schema.ShouldBe(second.Schema);
        Reading.Lines(batches[0]).ShouldBe(Reading.Lines(first));
        Reading.Lines(batches[1]).ShouldBe(Reading.Lines(second));
        batches.ForEach(batch => batch.Dispose());
    }

    [Fact]
    public async Task Rows_that_are_not_selected_are_left_out_and_the_others_keep_their_ordinals()
    {
        using var all = RecordsJson.Read(Encoding.UTF8.GetBytes(Records));
        using var placed = new RecordBatch(all.Schema, [.. all.Columns.ToArray().Select(column => column.Retain())], all.RowCount, partition: 7, firstOrdinal: 1_000);
        using var selected = placed.Select([0, 2]);
        using var segment = await WriteAsync(SegmentCompression.None, selected);
        (await SegmentReader.ReadFooterAsync(segment, default)).Records.ShouldBe(2);
        Encoding.UTF8.GetString(segment.ToArray()).ShouldNotContain("99999999999999");
        using var back = (await ReadAsync(segment)).Single();
        back.Partition.ShouldBe(7);
        Enumerable.Range(0, back.Count).Select(index => back.FirstOrdinal + back.RowAt(index)).ShouldBe([1_000, 1_002]);
        Reading.Lines(back).ShouldBe(Reading.Lines(selected));
    }

    [Fact]
    public async Task Rows_without_a_value_are_written_though_their_memory_holds_no_number()
    {
        var values = ArrayPool<Decimal38>.Shared.Rent(2);
        MemoryMarshal.AsBytes(values.AsSpan()).Fill(0xFF);
        values[0] = new Decimal38(15, 1);
        var nulls = new Bitmap(2);
        nulls.Set(1);
        using var batch = new RecordBatch(new Schema([new Field("d", DataType.Decimal)]), [new DecimalColumn(values, 2, nulls)], 2);
        using var segment = await WriteAsync(SegmentCompression.None, batch);
        using var back = (await ReadAsync(segment)).Single();
        Reading.Lines(back).ShouldBe(["""{"d":1.5}""", """{"d":null}"""]);
    }

    [Fact]
    public async Task An_empty_segment_is_a_segment()
    {
        using var segment = await WriteAsync(SegmentCompression.None);
        (await SegmentReader.ReadFooterAsync(segment, default)).Records.ShouldBe(0);
        (await ReadAsync(segment)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SegmentCompression.None)]
    [InlineData(SegmentCompression.Brotli)]
    public async Task Every_flipped_byte_is_detected(SegmentCompression compression)
    {
        using var batch = RecordsJson.Read(Encoding.UTF8.GetBytes(Records));
        using var whole = await WriteAsync(compression, batch, batch);
        for (var at = 0; at < whole.Length; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= (byte)(1 << (at % 8));
            await ShouldBeDamagedAsync(bytes, batch);
        }
    }

    [Fact]
    public async Task Every_truncation_and_anything_appended_is_detected()
    {
        using var batch = RecordsJson.Read(Encoding.UTF8.GetBytes(Records));
        using var whole = await WriteAsync(SegmentCompression.None, batch);
        for (var length = 0; length < whole.Length; length++)
            await ShouldBeDamagedAsync(whole.ToArray()[..length], batch);
        await ShouldBeDamagedAsync([.. whole.ToArray(), 0], batch);
    }

    private static async Task ShouldBeDamagedAsync(byte[] bytes, RecordBatch written)
    {
        using var segment = new MemoryStream(bytes);
        await Should.ThrowAsync<SegmentDamagedException>(async () =>
        {
            await foreach (var batch in SegmentReader.ReadAsync(segment, default))
            {
                // What is handed out before the damage is met is right.
                using (batch)
                    Reading.Lines(batch).ShouldBe(Reading.Lines(written));
            }
        });
    }

    private static async Task<MemoryStream> WriteAsync(SegmentCompression compression, params RecordBatch[] batches)
    {
        var segment = new MemoryStream();
        var writer = new SegmentWriter(segment, compression);
        foreach (var batch in batches)
            await writer.WriteAsync(batch, default);
        await writer.CompleteAsync("12:3", [1, 2, 3], default);
        return segment;
    }

    private static async Task<List<RecordBatch>> ReadAsync(MemoryStream segment)
    {
        var batches = new List<RecordBatch>();
        await foreach (var batch in SegmentReader.ReadAsync(segment, default))
            batches.Add(batch);
        return batches;
    }

    private static RecordBatch AllTypes()
    {
        var real = new FixedBuilder<double>(DataType.Double);
        real.Append(double.NaN);
        real.Append(-0.1);
        var day = new FixedBuilder<long>(DataType.Date);
        day.Append(20_000);
        day.AppendNull();
        var at = new FixedBuilder<long>(DataType.Timestamp);
        at.AppendAbsent();
        at.Append(1_700_000_000_123_456);
        var binary = new BytesBuilder(DataType.Binary);
        binary.Append([0, 255]);
        binary.Append([]);
        var schema = new Schema(new Field("real", DataType.Double), new Field("day", DataType.Date, false), new Field("at", DataType.Timestamp, true, "timestamptz(3)"), new Field("bin", DataType.Binary));
        return new RecordBatch(schema, [real.Build(), day.Build(), at.Build(), binary.Build()], 2);
    }
}
