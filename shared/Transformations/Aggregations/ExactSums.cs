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
    private long[] lows = [];
    private byte[] scales = [];

    // The upper halves of the sums; none until the first does not fit into 64 bits, which most never do.
    private long[] highs = [];

    /// <summary>Bytes of memory that the sums take.</summary>
    public long SizeInBytes => (lows.Length * 9L) + (highs.Length * 8L) + (wide.Count * 128L);

    /// <summary>Makes room for that many groups.</summary>
    public void Reserve(int groups)
    {
        Array.Resize(ref lows, groups);
        Array.Resize(ref scales, groups);
        if (highs.Length > 0)
            Array.Resize(ref highs, groups);
    }

    /// <summary>Adds <paramref name="unscaled"/> / 10^<paramref name="scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int group, Int128 unscaled, int scale)
    {
        if (unscaled == (long)unscaled)
            Add(group, (long)unscaled, scale);
        else
            AddScaled(group, unscaled, scale);
    }

    /// <summary>Adds <paramref name="unscaled"/> / 10^<paramref name="scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int group, long unscaled, int scale)
    {
        ref var sum = ref lows[group];
        var result = unchecked(sum + unscaled);
        if (scales[group] == scale && highs.Length == 0 && ((sum ^ result) & (unscaled ^ result)) >= 0)
            sum = result;
        else
            AddScaled(group, unscaled, scale);
    }

    /// <summary>The sum as an integer, and how many of its digits stand after the point.</summary>
    public (BigInteger Sum, int Scale) this[int group] => scales[group] == IsWide ? wide[group] : (At(group), scales[group]);

    /// <summary>The sum as a decimal.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public Decimal38 Exact(int group)
    {
        if (scales[group] <= Decimal38.MaxDigits)
            return new Decimal38(At(group), scales[group]);
        var (sum, scale) = this[group];
        return ExactQuotient.Exact(sum, scale);
    }

    /// <summary>The sum divided by <paramref name="count"/>, rounded half to even.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public Decimal38 Mean(int group, long count)
    {
        // The common case stays in 128 bits.
        if (scales[group] <= ExactQuotient.Scale && Int128.Abs(At(group)) < MostForMean)
        {
            var numerator = At(group) * Decimal38.PowerOfTen(ExactQuotient.Scale - scales[group]);
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
            Span<byte> bytes = stackalloc byte[16];
            var value = At(group);
            BinaryPrimitives.WriteInt128LittleEndian(bytes, value);
            // Without the bytes that only repeat the sign.
            var length = ((128 - (int)Int128.LeadingZeroCount(Int128.IsNegative(value) ? ~value : value)) / 8) + 1;
            Write(scales[group], bytes[..length], state);
            return;
        }

        var (sum, scale) = wide[group];
        Write((byte)scale, sum.ToByteArray(), state);
    }

    /// <summary>Adds a sum that was written.</summary>
    public void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        var (scale, length) = (state[0], state[1]);
        state = state[2..];
        var bytes = WrittenBytes.ReadBytes(ref state, length);
        if (length <= sizeof(long))
            Add(group, ReadInt64(bytes), scale);
        else if (length <= 16)
            Add(group, (Int128)new BigInteger(bytes), scale);
        else
            AddWide(group, new BigInteger(bytes), scale);
    }

    /// <summary>Forgets all groups, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(lows);
        Array.Clear(scales);
        highs = [];
        wide.Clear();
    }

    private static void Write(byte scale, ReadOnlySpan<byte> sum, KeyBuffer state)
    {
        state.Write(scale);
        state.Write((byte)sum.Length);
        state.Write(sum);
    }

    private static long ReadInt64(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[^1];
        for (var i = bytes.Length - 2; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
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
            var (sum, addend, common) = (At(group), unscaled, Math.Max(scales[group], scale));
            if (TryScale(ref sum, common - scales[group]) && TryScale(ref addend, common - scale) && TryAdd(ref sum, addend))
            {
                Set(group, sum);
                scales[group] = (byte)common;
                return;
            }
        }

        AddWide(group, unscaled, scale);
    }

    private Int128 At(int group) => highs.Length == 0 ? lows[group] : new Int128((ulong)highs[group], (ulong)lows[group]);

    private void Set(int group, Int128 sum)
    {
        if (highs.Length == 0 && sum != (long)sum)
        {
            highs = new long[lows.Length];
            for (var i = 0; i < highs.Length; i++)
                highs[i] = lows[i] >> 63;
        }

        lows[group] = unchecked((long)sum);
        if (highs.Length > 0)
            highs[group] = (long)(sum >> 64);
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
