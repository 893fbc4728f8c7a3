using System.Numerics;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Exact sums and bounds of integers and decimals.</summary>
internal sealed class NumberTotals
{
    private readonly ScaleTotals?[] scales = new ScaleTotals?[Decimal38.MaxDigits + 1];

    public long Count
    {
        get
        {
            var count = 0L;
            foreach (var totals in scales)
                count += totals?.Count ?? 0;
            return count;
        }
    }

    /// <summary>The least number; meaningful where there is one.</summary>
    public Decimal38 Min => Bound(totals => totals.Min, -1);

    /// <summary>The greatest number; meaningful where there is one.</summary>
    public Decimal38 Max => Bound(totals => totals.Max, 1);

    /// <summary>The sum; null when it has more than 38 digits.</summary>
    public Decimal38? Sum => ExactRatio.ToDecimal(Total.Sum, 1, Total.Scale);

    /// <summary>The mean; null when it has more than 38 digits.</summary>
    public Decimal38? Mean => ExactRatio.ToDecimal(Total.Sum, Count, Total.Scale);

    /// <summary>The standard deviation of a sample; null for fewer than two numbers.</summary>
    public double? Deviation
    {
        get
        {
            if (Count < 2)
                return null;
            var (scale, sum, squares) = Total;
            return Math.Sqrt(Math.Max(0, ExactRatio.ToDouble((squares * Count) - (sum * sum), BigInteger.Pow(10, 2 * scale) * Count * (Count - 1))));
        }
    }

    private (int Scale, BigInteger Sum, BigInteger Squares) Total
    {
        get
        {
            var widest = Array.FindLastIndex(scales, totals => totals is not null);
            var (sum, squares) = (BigInteger.Zero, BigInteger.Zero);
            for (var scale = 0; scale <= widest; scale++)
            {
                if (scales[scale] is not { } totals)
                    continue;
                var factor = BigInteger.Pow(10, widest - scale);
                sum += totals.Sum * factor;
                squares += totals.Squares * factor * factor;
            }

            return (Math.Max(widest, 0), sum, squares);
        }
    }

    /// <summary>The totals of the numbers of a scale.</summary>
    public ScaleTotals Of(int scale) => scales[scale] ??= new ScaleTotals();

    public void Merge(NumberTotals other)
    {
        for (var scale = 0; scale < scales.Length; scale++)
        {
            if (other.scales[scale] is { } totals)
                Of(scale).Merge(totals);
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)scales.Count(totals => totals is not null));
        for (var scale = 0; scale < scales.Length; scale++)
        {
            if (scales[scale] is not { } totals)
                continue;
            writer.Write((byte)scale);
            totals.Write(writer);
        }
    }

    public static NumberTotals Read(BinaryReader reader)
    {
        var numbers = new NumberTotals();
        for (var left = reader.ReadByte(); left > 0; left--)
            numbers.scales[reader.ReadByte()] = ScaleTotals.Read(reader);
        return numbers;
    }

    private Decimal38 Bound(Func<ScaleTotals, Int128> ofScale, int sign)
    {
        Decimal38? bound = null;
        for (var scale = 0; scale < scales.Length; scale++)
        {
            if (scales[scale] is not { Count: > 0 } totals)
                continue;
            var other = new Decimal38(ofScale(totals), scale);
            if (bound is not { } known || other.CompareTo(known) * sign > 0)
                bound = other;
        }

        return bound!.Value.Trimmed();
    }
}
