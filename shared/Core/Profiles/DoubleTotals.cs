using System.Numerics;

namespace DataAggregator.Core.Profiles;

/// <summary>
/// Sums and bounds of binary floating-point numbers. The sums are exact, in 32-bit digits over the whole range of a double (a Kulisch accumulator), so that they
/// do not depend on the order in which numbers came. Numbers that are not finite are left out.
/// </summary>
internal sealed class DoubleTotals
{
    private const int Digits = 70;
    private const int LowestExponent = -1074;
    private const int AdditionsBeforeCarry = 1 << 28;

    private readonly long[] sum = new long[Digits];
    private readonly long[] squares = new long[Digits];
    private int additions;

    public long Count { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public double Sum => ExactRatio.ToDouble(ToInteger(sum), 1, LowestExponent);

    public double Mean => ExactRatio.ToDouble(ToInteger(sum), Count, LowestExponent);

    /// <summary>The standard deviation of a sample; null for fewer than two numbers.</summary>
    public double? Deviation
    {
        get
        {
            if (Count < 2)
                return null;
            var total = ToInteger(sum);
            var spread = (ToInteger(squares) * Count << -LowestExponent) - (total * total);
            return Math.Sqrt(Math.Max(0, ExactRatio.ToDouble(spread, new BigInteger(Count) * (Count - 1), 2 * LowestExponent)));
        }
    }

    public void Add(double value)
    {
        if (!double.IsFinite(value))
            return;
        Count++;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        Add(sum, value);
        var square = value * value;
        if (double.IsFinite(square))
            Add(squares, square);
        if (++additions == AdditionsBeforeCarry)
            Carry();
    }

    public void Merge(DoubleTotals other)
    {
        Carry();
        other.Carry();
        Count += other.Count;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        for (var i = 0; i < Digits; i++)
        {
            sum[i] += other.sum[i];
            squares[i] += other.squares[i];
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Min);
        writer.Write(Max);
        StateCoding.Write(writer, ToInteger(sum));
        StateCoding.Write(writer, ToInteger(squares));
    }

    public static DoubleTotals Read(BinaryReader reader)
    {
        var totals = new DoubleTotals { Count = reader.ReadInt64(), Min = reader.ReadDouble(), Max = reader.ReadDouble() };
        Fill(totals.sum, StateCoding.ReadInteger(reader));
        Fill(totals.squares, StateCoding.ReadInteger(reader));
        return totals;
    }

    private static void Add(long[] total, double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (ulong)bits & 0xFFFFFFFFFFFFF;
        if (exponent > 0)
            (mantissa, exponent) = (mantissa | 1UL << 52, exponent - 1);
        var shifted = (UInt128)mantissa << (exponent & 31);
        var sign = value < 0 ? -1 : 1;
        var at = exponent >> 5;
        total[at] += sign * (long)(uint)shifted;
        total[at + 1] += sign * (long)(uint)(shifted >> 32);
        total[at + 2] += sign * (long)(uint)(shifted >> 64);
    }

    private static BigInteger ToInteger(long[] total)
    {
        var sum = BigInteger.Zero;
        for (var i = Digits - 1; i >= 0; i--)
            sum = (sum << 32) + total[i];
        return sum;
    }

    private static void Fill(long[] total, BigInteger value)
    {
        var sign = value.Sign;
        value = BigInteger.Abs(value);
        for (var i = 0; i < Digits; i++)
        {
            total[i] = sign * (long)(uint)(value & uint.MaxValue);
            value >>= 32;
        }
    }

    private void Carry()
    {
        foreach (var total in new[] { sum, squares })
            Fill(total, ToInteger(total));
        additions = 0;
    }
}
