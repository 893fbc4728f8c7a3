using System.Numerics;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// The value at a place between the least (0) and the greatest (100), on the line between its neighbours: exact, for the place is a decimal. All
/// numbers of a group are held.
/// </summary>
internal sealed class PercentileAggregate(decimal percent, OnMissingOperand? onMissing, string field) : NumericAggregate(onMissing)
{
    private readonly ValueChains numbers = new(field);
    private readonly KeyBuffer encoded = new();
    private readonly KeyReader reader = new();
    private ValueRuns? unloaded;

    public override long SizeInBytes => numbers.SizeInBytes;

    public override bool IsFull => numbers.IsFull;

    public override void Reserve(int groups) => numbers.Reserve(groups);

    public override void Write(int group, KeyBuffer state) => numbers.Write(group, state);

    public override void Merge(int group, ref ReadOnlySpan<byte> state) => numbers.Merge(group, ref state);

    public override void Append(int group, ValueBuilder result)
    {
        var count = unloaded?.CountOf(group) ?? numbers.CountOf(group);
        if (count == 0)
        {
            result.AppendNull();
            return;
        }

        var place = percent / 100 * (count - 1);
        var below = (long)decimal.Floor(place);
        var (low, high) = unloaded is null ? Neighbours(numbers.Of(group), (int)below) : Neighbours(unloaded.Read(group), below);
        var part = Decimal38.Parse((place - below).ToString(System.Globalization.CultureInfo.InvariantCulture));
        result.Append(part.Unscaled == 0 ? low : Between(low, high, part));
    }

    public override void Unload(ISpillStore spill, int groups) => (unloaded ??= new ValueRuns(spill)).Add(numbers, groups);

    public override void Clear()
    {
        numbers.Clear();
        unloaded?.Dispose();
        unloaded = null;
    }

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

    /// <summary>The number at a place and the one behind it, or the last one twice.</summary>
    private (Decimal38 Low, Decimal38 High) Neighbours(int[] links, int place)
    {
        links.AsSpan().Sort((left, right) => numbers.ValueAt(left).SequenceCompareTo(numbers.ValueAt(right)));
        return (NumberOf(numbers.ValueAt(links[place])), NumberOf(numbers.ValueAt(links[Math.Min(place + 1, links.Length - 1)])));
    }

    /// <inheritdoc cref="Neighbours(int[], int)"/>
    private (Decimal38 Low, Decimal38 High) Neighbours(ValueMerge sorted, long place)
    {
        for (var at = 0L; at <= place; at++)
            sorted.Move();
        var low = NumberOf(sorted.Value);
        return (low, sorted.Move() ? NumberOf(sorted.Value) : low);
    }

    private Decimal38 NumberOf(ReadOnlySpan<byte> value)
    {
        var builder = new ValueBuilder(DataType.Decimal, 1);
        reader.Read(ref value, builder);
        var column = (DecimalColumn)builder.Build();
        var number = column.Values[0];
        column.Release();
        return number;
    }
}
