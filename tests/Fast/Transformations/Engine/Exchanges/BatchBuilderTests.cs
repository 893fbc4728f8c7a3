using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine.Exchanges;

public sealed class BatchBuilderTests
{
    [Theory]
    [InlineData(1 << 20, 8)]
    [InlineData(300_000, 16)]
    [InlineData(10_000, 64)]
    [InlineData(500, 1088)]
    [InlineData(1, 8192)]
    public void Is_full_after_as_many_records_as_their_width_allows(int width, int expected)
    {
        var builder = new BatchBuilder(new Schema(new Field("t", DataType.String)));
        using var source = new RecordBatch(builder.Schema, [BytesColumn.Repeat(DataType.String, new byte[width], 1)], 1);
        var columns = builder.Align(source);

        while (!builder.IsFull)
            builder.Append(columns, 0);

        builder.Count.ShouldBe(expected);
        builder.Build().Dispose();
        (builder.Count, builder.IsFull).ShouldBe((0, false));
    }
}
