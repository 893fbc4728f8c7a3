using System.Numerics;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// The value at a place between the least (0) and the greatest (100), on the line between its neighbours: exact, for the place is a decimal. It holds
/// all numbers of a group.
/// </summary>
internal sealed class PercentileAggregate(decimal percent, OnMissingOperand? onMissing, string field) : NumericAggregate(onMissing)
{
    private readonly ValueChains numbers = new(field);
    private readonly KeyBuffer encoded = new();
    private readonly KeyReader reader = new();

    public override long SizeInBytes => numbers.SizeInBytes;

    public override bool IsFull => numbers.IsFull;

    public override void Reserve(int groups) => numbers.Reserve(groups);

    public override void Write(int group, KeyBuffer state) => numbers.Write(group, state);

    public override void Merge(int group, ref ReadOnlySpan<byte> state) => numbers.Merge(group, ref state);

    public override void Append(int group, ValueBuilder result)
    {
        var sorted = numbers.Of(group);
        if (sorted.Length == 0)
        {
            result.AppendNull();
            return;
        }

        sorted.AsSpan().Sort((left, right) => numbers.ValueAt(left).SequenceCompareTo(numbers.ValueAt(right)));
        var place = percent / 100 * (sorted.Length - 1);
        var below = (int)decimal.Floor(place);
        var low = NumberAt(sorted[below]);
        var part = Decimal38.Parse((place - below).ToString(System.Globalization.CultureInfo.InvariantCulture));
        result.Append(part.Unscaled == 0 ? low : Between(low, NumberAt(sorted[below + 1]), part));
    }

    public override void Clear() => numbers.Clear();

    protected override void Add(int group, Decimal38 number)
    {
        encoded.Clear();
        NumberKey.Write(encoded, number);
        numbers.Add(group, 0, encoded.Written);
    }

    private static Decimal38 Between(Decimal38 low, Decimal38 high, Decimal38 part)
    {
        var scale = Math.Max(low.Scale, high.Scale);
        var start = low.Unscaled * BigInteger.Pow(10, scale - low.Scale);
        var step = (high.Unscaled * BigInteger.Pow(10, scale - high.Scale)) - start;
        var unscaled = (start * BigInteger.Pow(10, part.Scale)) + (step * part.Unscaled);
        return ExactQuotient.Of(unscaled, BigInteger.Pow(10, scale + part.Scale), Math.Min(scale + part.Scale, Decimal38.MaxDigits));
    }

    private Decimal38 NumberAt(int link)
    {
        var builder = new ValueBuilder(DataType.Decimal, 1);
        var value = numbers.ValueAt(link);
        reader.Read(ref value, builder);
        var column = (DecimalColumn)builder.Build();
        var number = column.Values[0];
        column.Release();
        return number;
    }
}
