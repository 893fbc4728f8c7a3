using System.Numerics;

namespace DataAggregator.Core.Profiles;

/// <summary>Exact sums and bounds of numbers of one scale, over their digits.</summary>
internal sealed class ScaleTotals
{
    // The squares of smaller numbers are summed in 128 bits, of which 2^18 fit.
    private const long Small = 1L << 54;
    private const int SquaresThatFit = 1 << 18;
    private static readonly Int128 Huge = Int128.One << 100;

    private readonly WideTotal wide = new();
    private BigInteger sumBefore;
    private BigInteger squaresBefore;
    private Int128 sum;
    private UInt128 squares;
    private int waiting;

    public long Count { get; private set; }

    public Int128 Min { get; private set; } = Int128.MaxValue;

    public Int128 Max { get; private set; } = Int128.MinValue;

    public BigInteger Sum => sumBefore + sum;

    public BigInteger Squares => squaresBefore + squares + wide.ToBigInteger();

    /// <summary>Adds a number's digits.</summary>
    public void Add(Int128 value)
    {
        Count++;
        if (value < Min)
            Min = value;
        if (value > Max)
            Max = value;
        sum += value;
        if (value < Small && value > -Small)
            squares += (UInt128)((Int128)(long)value * (long)value);
        else
            wide.AddSquare((UInt128)Int128.Abs(value));
        if (++waiting >= SquaresThatFit || value > Huge || value < -Huge)
            Settle();
    }

    /// <summary>Adds the digits of some rows of a batch that were summed up already, each of less than 2^32.</summary>
    public void Add(long count, long min, long max, long sumOf, UInt128 squaresOf)
    {
        Count += count;
        if (min < Min)
            Min = min;
        if (max > Max)
            Max = max;
        sum += sumOf;
        squares += squaresOf;
        waiting += (int)count;
        if (waiting >= SquaresThatFit)
            Settle();
    }

    public void Merge(ScaleTotals other)
    {
        if (other.Count == 0)
            return;
        Count += other.Count;
        Min = Int128.Min(Min, other.Min);
        Max = Int128.Max(Max, other.Max);
        sumBefore += other.Sum;
        squaresBefore += other.Squares;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        StateCoding.Write(writer, Min);
        StateCoding.Write(writer, Max);
        StateCoding.Write(writer, Sum);
        StateCoding.Write(writer, Squares);
    }

    public static ScaleTotals Read(BinaryReader reader) => new()
    {
        Count = reader.ReadInt64(),
        Min = (Int128)StateCoding.ReadInteger(reader),
        Max = (Int128)StateCoding.ReadInteger(reader),
        sumBefore = StateCoding.ReadInteger(reader),
        squaresBefore = StateCoding.ReadInteger(reader),
    };

    private void Settle()
    {
        sumBefore += sum;
        squaresBefore += squares;
        (sum, squares, waiting) = (0, 0, 0);
    }
}
