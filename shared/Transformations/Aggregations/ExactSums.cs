using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Exact sums by group, of any size: in 128 bits as long as they fit. The order in which numbers are added makes no difference.</summary>
internal sealed class ExactSums
{
    // The scale of a group whose sum is among the wide ones.
    private const byte IsWide = byte.MaxValue;

    private static readonly Int128 MostForMean = Decimal38.PowerOfTen(Decimal38.MaxDigits - ExactQuotient.Scale);

    private readonly Dictionary<int, (BigInteger Sum, int Scale)> wide = [];
    private Int128[] sums = [];
    private byte[] scales = [];

    /// <summary>Bytes of memory that the sums take.</summary>
    public long SizeInBytes => (sums.Length * 17L) + (wide.Count * 128L);

    /// <summary>Makes room for that many groups.</summary>
    public void Reserve(int groups)
    {
        Array.Resize(ref sums, groups);
        Array.Resize(ref scales, groups);
    }

    /// <summary>Adds <paramref name="unscaled"/> / 10^<paramref name="scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int group, Int128 unscaled, int scale)
    {
        if (scales[group] != scale || !TryAdd(ref sums[group], unscaled))
            AddScaled(group, unscaled, scale);
    }

    /// <summary>The sum as an integer, and how many of its digits stand after the point.</summary>
    public (BigInteger Sum, int Scale) this[int group] => scales[group] == IsWide ? wide[group] : (sums[group], scales[group]);

    /// <summary>The sum as a decimal.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public Decimal38 Exact(int group)
    {
        if (scales[group] <= Decimal38.MaxDigits)
            return new Decimal38(sums[group], scales[group]);
        var (sum, scale) = this[group];
        return ExactQuotient.Exact(sum, scale);
    }

    /// <summary>The sum divided by <paramref name="count"/>, rounded half to even.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public Decimal38 Mean(int group, long count)
    {
        // The common case stays in 128 bits.
        if (scales[group] <= ExactQuotient.Scale && Int128.Abs(sums[group]) < MostForMean)
        {
            var numerator = sums[group] * Decimal38.PowerOfTen(ExactQuotient.Scale - scales[group]);
            var (quotient, remainder) = Int128.DivRem(numerator, count);
            var half = (Int128.Abs(remainder) * 2).CompareTo(count);
            if (half > 0 || (half == 0 && !Int128.IsEvenInteger(quotient)))
                quotient += Int128.Sign(numerator);
            return new Decimal38(quotient, ExactQuotient.Scale).Trimmed();
        }

        var (sum, scale) = this[group];
        return ExactQuotient.Of(sum, count * BigInteger.Pow(10, scale), ExactQuotient.Scale);
    }

    /// <summary>Writes a sum.</summary>
    public void Write(int group, KeyBuffer state)
    {
        if (scales[group] != IsWide)
        {
            state.Write(scales[group]);
            state.Write((byte)16);
            BinaryPrimitives.WriteInt128LittleEndian(state.Take(16), sums[group]);
            return;
        }

        var (sum, scale) = wide[group];
        state.Write((byte)scale);
        var bytes = sum.ToByteArray();
        state.Write((byte)bytes.Length);
        state.Write(bytes.AsSpan());
    }

    /// <summary>Adds a sum that was written.</summary>
    public void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        var (scale, length) = (state[0], state[1]);
        state = state[2..];
        var bytes = StateBytes.ReadBytes(ref state, length);
        if (length == 16)
            Add(group, BinaryPrimitives.ReadInt128LittleEndian(bytes), scale);
        else
            AddWide(group, new BigInteger(bytes), scale);
    }

    /// <summary>Forgets all groups, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(sums);
        Array.Clear(scales);
        wide.Clear();
    }

    private static bool TryAdd(ref Int128 sum, Int128 addend)
    {
        var result = unchecked(sum + addend);
        if (Int128.IsNegative((sum ^ result) & (addend ^ result)))
            return false;
        sum = result;
        return true;
    }

    private static bool TryScale(ref Int128 value, int digits)
    {
        if (digits == 0 || value == 0)
            return true;
        if (digits > Decimal38.MaxDigits)
            return false;
        var power = Decimal38.PowerOfTen(digits);
        // Two factors of up to 64 and 62 bits cannot overflow; only beyond them is a division needed to tell.
        if ((digits > 18 || value != (long)value) && Int128.Abs(value) > Int128.MaxValue / power)
            return false;
        value *= power;
        return true;
    }

    private void AddScaled(int group, Int128 unscaled, int scale)
    {
        if (scales[group] != IsWide)
        {
            var (sum, addend, common) = (sums[group], unscaled, Math.Max(scales[group], scale));
            if (TryScale(ref sum, common - scales[group]) && TryScale(ref addend, common - scale) && TryAdd(ref sum, addend))
            {
                sums[group] = sum;
                scales[group] = (byte)common;
                return;
            }
        }

        AddWide(group, unscaled, scale);
    }

    /// <summary>Adds a number of any size.</summary>
    public void AddWide(int group, BigInteger unscaled, int scale)
    {
        var (sum, before) = this[group];
        var common = Math.Max(before, scale);
        wide[group] = ((sum * BigInteger.Pow(10, common - before)) + (unscaled * BigInteger.Pow(10, common - scale)), common);
        scales[group] = IsWide;
    }
}
