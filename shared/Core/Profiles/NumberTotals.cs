using System.Numerics;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Exact sums and bounds of integers and decimals.</summary>
internal sealed class NumberTotals
{
    private readonly ScaleTotals?[] scales = new ScaleTotals?[Decimal38.MaxDigits + 1];

    public long Count => Known.Sum(totals => totals.Totals.Count);

    /// <summary>The least number; meaningful where there is one.</summary>
    public Decimal38 Min => Known.Select(totals => new Decimal38(totals.Totals.Min, totals.Scale)).Min().Trimmed();

    /// <summary>The greatest number; meaningful where there is one.</summary>
    public Decimal38 Max => Known.Select(totals => new Decimal38(totals.Totals.Max, totals.Scale)).Max().Trimmed();

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

    private IEnumerable<(int Scale, ScaleTotals Totals)> Known =>
        scales.Select((totals, scale) => (scale, totals!)).Where(entry => entry.Item2 is { Count: > 0 });

    private (int Scale, BigInteger Sum, BigInteger Squares) Total
    {
        get
        {
            var widest = Known.Select(entry => entry.Scale).DefaultIfEmpty().Max();
            var (sum, squares) = (BigInteger.Zero, BigInteger.Zero);
            foreach (var (scale, totals) in Known)
            {
                var factor = BigInteger.Pow(10, widest - scale);
                sum += totals.Sum * factor;
                squares += totals.Squares * factor * factor;
            }

            return (widest, sum, squares);
        }
    }

    /// <summary>The totals of the numbers of a scale.</summary>
    public ScaleTotals Of(int scale) => scales[scale] ??= new ScaleTotals();

    public void Merge(NumberTotals other)
    {
        foreach (var (scale, totals) in other.Known)
            Of(scale).Merge(totals);
    }

    public void Write(BinaryWriter writer)
    {
        var known = Known.ToList();
        writer.Write((byte)known.Count);
        foreach (var (scale, totals) in known)
        {
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
}
