using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine.Exchanges;

public sealed class KeyEncoderTests
{
    // Each line is one value, however it is written; lines are in order.
    private static readonly string[][] Ascending =
    [
        ["null"],
        ["false"],
        ["true"],
        ["-1e400", "-10e399"],
        ["-99999999999999999999999999999999999999"],
        ["-9223372036854775808"],
        ["-1000000000000000001"],
        ["-1000000000000000000", "-1e18"],
        ["-12.5", "-12.50"],
        ["-12"],
        ["-0.001", "-1e-3"],
        ["0", "0.00", "-0", "0e7"],
        ["1e-400"],
        ["0.00000000000000000000000000000000000001"],
        ["0.1", "1e-1"],
        ["5", "5.0", "0.5e1", "5.000000000000000000000000000000000"],
        ["5.00000000000000000000000000000000001"],
        ["9.99"],
        ["10"],
        ["123456789012345678"],
        ["1234567890123456789"],
        ["1234567890123456789.5"],
        ["9223372036854775807"],
        ["18446744073709551615"],
        ["99999999999999999999999999999999999999"],
        ["1000000000000000000000000000000000000000000000000001"],
        ["1e400"],
        ["\"\""],
        ["\"\\u0000\""],
        ["\"\\u0000a\""],
        ["\"5\""],
        ["\"a\"", "\"\\u0061\""],
        ["\"a\\u0000\""],
        ["\"ab\""],
        ["\"b\""],
        ["\"é\""],
        ["[]"],
        ["[1,2]", "[1.0, 2e0]"],
        ["{}"],
        ["{\"a\":1,\"b\":[{\"c\":\"x\"},null]}", "{ \"b\": [{\"c\":\"\\u0078\"},null], \"a\": 1.0 }"],
        ["{\"a\":2}"],
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Bytes_compare_as_values_do_and_are_the_same_for_equal_ones(bool descending, bool nullsLast)
    {
        var all = Ascending.SelectMany((same, rank) => same.Select(json => (json, rank))).ToList();
        using var values = Json([.. all.Select(value => value.json)]);

        var keys = Encode(values, new KeyOrder(descending, nullsLast));

        for (var i = 0; i < all.Count; i++)
        {
            for (var k = 0; k < all.Count; k++)
                Math.Sign(keys[i].AsSpan().SequenceCompareTo(keys[k])).ShouldBe(Expected(all[i].rank, all[k].rank, descending, nullsLast), $"{all[i].json} and {all[k].json}");
        }
    }

    [Fact]
    public void What_was_encoded_can_be_read_back()
    {
        var all = Ascending.Select(same => same[0]).ToList();
        using var values = Json(all);
        var builder = new ValueBuilder(DataType.Json, 4);
        foreach (var key in Encode(values, default))
        {
            ReadOnlySpan<byte> rest = key;
            new KeyReader().Read(ref rest, builder);
            rest.IsEmpty.ShouldBeTrue();
        }

        using var read = new RecordBatch(new Schema(new Field("v", DataType.Json)), [builder.Build()], all.Count);
        Encode(read, default).ShouldBe(Encode(values, default));
    }

    [Fact]
    public void A_number_is_the_same_key_in_every_column()
    {
        var expected = Encode(Json(["5", "-7", "null", "123456789012"]), default);

        Encode(Batch(DataType.Int64, builder => Each(builder, [5, -7, null, 123456789012], (longs, value) => ((FixedBuilder<long>)longs).Append(value))), default).ShouldBe(expected);
        Encode(Batch(DataType.Decimal, builder => Each(builder, [5, -7, null, 123456789012], (decimals, value) => ((DecimalBuilder)decimals).Append(new Decimal38((Int128)value * 100, 2)))), default).ShouldBe(expected);
        Encode(Batch(DataType.Double, builder => Each(builder, [5, -7, null, 123456789012], (doubles, value) => ((FixedBuilder<double>)doubles).Append(value))), default).ShouldBe(expected);
    }

    [Fact]
    public void Doubles_that_are_equal_are_one_key()
    {
        var keys = Encode(Batch(DataType.Double, builder =>
        {
            foreach (var value in new[] { double.NegativeInfinity, -1.5, -0.0, 0.0, 1e300, double.PositiveInfinity, double.NaN, BitConverter.Int64BitsToDouble(-1) })
                ((FixedBuilder<double>)builder).Append(value);
        }), default);

        keys[2].ShouldBe(keys[3]);
        keys[6].ShouldBe(keys[7]);
        keys.ShouldBe(keys.Order(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))));
    }

    [Fact]
    public void Absent_is_as_null_and_is_told()
    {
        using var batch = JsonRecords.Parse("""[{"a":1,"b":2},{"a":1,"b":null},{"a":1},{"a":null,"b":2}]""");
        var keys = new EncodedKeys();
        new KeyEncoder(default, default).Encode(batch.Columns, [0, 1, 2, 3], keys, new Scratch());

        keys[1].SequenceEqual(keys[2]).ShouldBeTrue();
        Enumerable.Range(0, 4).Select(keys.HasNull).ShouldBe([false, true, true, true]);
    }

    [Fact]
    public void Numbers_of_any_size_keep_their_order() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20250115, 7), Prop.ForAll(Numbers().ToArbitrary(), pair =>
        {
            using var values = Batch(DataType.Decimal, builder =>
            {
                ((DecimalBuilder)builder).Append(pair.Left);
                ((DecimalBuilder)builder).Append(pair.Right);
            });
            var keys = Encode(values, default);
            return Math.Sign(keys[0].AsSpan().SequenceCompareTo(keys[1])) == Math.Sign(pair.Left.CompareTo(pair.Right));
        }));

    private static Gen<(Decimal38 Left, Decimal38 Right)> Numbers()
    {
        var number = from digits in Gen.Choose(1, 37)
                     from scale in Gen.Choose(0, 37)
                     from text in Gen.ArrayOf(Gen.Choose(0, 9), digits)
                     from sign in Gen.Elements(1, -1)
                     select new Decimal38(sign * Int128.Parse(string.Concat(text), System.Globalization.CultureInfo.InvariantCulture), scale);
        return from left in number
               from right in Gen.OneOf(number, Gen.Constant(left), Gen.Constant(left.Round(3)))
               select (left, right);
    }

    private static int Expected(int left, int right, bool descending, bool nullsLast)
    {
        if (left != right && (left == 0 || right == 0))
            return (left == 0) == nullsLast ? 1 : -1;
        return descending ? Math.Sign(right - left) : Math.Sign(left - right);
    }

    private static List<byte[]> Encode(RecordBatch batch, KeyOrder order)
    {
        var keys = new EncodedKeys();
        new KeyEncoder(order).Encode(batch.Columns, [.. Enumerable.Range(0, batch.RowCount)], keys, new Scratch());
        return [.. Enumerable.Range(0, keys.Count).Select(i => keys[i].ToArray())];
    }

    private static RecordBatch Json(IReadOnlyList<string> values) => Batch(DataType.Json, builder =>
    {
        foreach (var value in values)
            ((BytesBuilder)builder).Append(Encoding.UTF8.GetBytes(value));
    });

    private static RecordBatch Batch(DataType type, Action<ColumnBuilder> fill)
    {
        var builder = ColumnBuilder.For(type);
        fill(builder);
        var count = builder.Count;
        return new RecordBatch(new Schema(new Field("v", type)), [builder.Build()], count);
    }

    private static void Each(ColumnBuilder builder, IEnumerable<long?> values, Action<ColumnBuilder, long> append)
    {
        foreach (var value in values)
        {
            if (value is { } present)
                append(builder, present);
            else
                builder.AppendNull();
        }
    }
}
