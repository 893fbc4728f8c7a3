using System.Numerics;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>The variance or standard deviation, from exact sums of the numbers and of their squares.</summary>
internal sealed class VarianceAggregate(Statistic statistic, bool isRoot, OnMissingOperand? onMissing) : NumericAggregate(onMissing)
{
    private readonly ExactSums sums = new();
    private readonly ExactSums squares = new();
    private long[] counts = [];

    public override long SizeInBytes => sums.SizeInBytes + squares.SizeInBytes + ((long)counts.Length * sizeof(long));

    public override void Reserve(int groups)
    {
        sums.Reserve(groups);
        squares.Reserve(groups);
        Array.Resize(ref counts, groups);
    }

    public override void Write(int group, KeyBuffer state)
    {
        state.WriteShort(counts[group]);
        sums.Write(group, state);
        squares.Write(group, state);
    }

    public override void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        counts[group] += WrittenBytes.ReadShort(ref state);
        sums.Merge(group, ref state);
        squares.Merge(group, ref state);
    }

    public override void Append(int group, ValueBuilder result)
    {
        BigInteger count = counts[group];
        var degrees = statistic == Statistic.Sample ? count - 1 : count;
        if (degrees.Sign <= 0)
        {
            result.AppendNull();
            return;
        }

        // (n * sum of squares - square of the sum) / (n * degrees), all at the scale of the squares.
        var ((sum, scale), (square, squareScale)) = (sums[group], squares[group]);
        var common = Math.Max(2 * scale, squareScale);
        var numerator = (count * square * BigInteger.Pow(10, common - squareScale)) - (sum * sum * BigInteger.Pow(10, common - (2 * scale)));
        var denominator = count * degrees * BigInteger.Pow(10, common);
        result.Append(isRoot ? ExactQuotient.RootOf(numerator, denominator) : ExactQuotient.Of(numerator, denominator, ExactQuotient.Scale));
    }

    public override void Clear()
    {
        sums.Clear();
        squares.Clear();
        Array.Clear(counts);
    }

    protected override void Add(int group, Decimal38 number)
    {
        var unscaled = number.Unscaled;
        sums.Add(group, unscaled, number.Scale);
        if (unscaled == (long)unscaled)
            squares.Add(group, unscaled * unscaled, 2 * number.Scale);
        else
            squares.AddWide(group, BigInteger.Pow(unscaled, 2), 2 * number.Scale);
        counts[group]++;
    }
}
