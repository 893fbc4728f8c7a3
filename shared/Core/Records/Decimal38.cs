using System.Buffers.Text;
using System.Globalization;

namespace DataAggregator.Core.Records;

/// <summary>
/// An exact decimal of up to 38 digits: <see cref="Unscaled"/> / 10^<see cref="Scale"/>. It keeps the scale it was written with
/// (<c>5.0</c> has scale 1); equality and order go by value (<c>5.0 == 5</c>). The width is that of SQL's widest common
/// <c>numeric(38, s)</c>.
/// </summary>
public readonly struct Decimal38 : IEquatable<Decimal38>, IComparable<Decimal38>
{
    /// <summary>The most digits a value has.</summary>
    public const int MaxDigits = 38;

    // The digits that every number of a machine word has room for.
    private const int LongDigits = 18;

    private static readonly Int128 MostRescaled = Int128.MaxValue / 2;
    private static readonly System.Numerics.BigInteger TooMany = System.Numerics.BigInteger.Pow(10, MaxDigits);
    private static readonly Int128[] Powers = MakePowers();
    private static readonly ulong[] Powers64 = [.. Powers.Take(20).Select(power => (ulong)power)];

    // Two words instead of an Int128 keep the struct at 24 bytes: an Int128 would align it to 32.
    private readonly ulong low;
    private readonly long high;
    private readonly byte scale;

    /// <summary>The value <paramref name="unscaled"/> / 10^<paramref name="scale"/>.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits, before or after the point.</exception>
    public Decimal38(Int128 unscaled, int scale = 0)
    {
        if (scale is < 0 or > MaxDigits || unscaled >= Powers[MaxDigits] || unscaled <= -Powers[MaxDigits])
            throw new OverflowException("The number has more than 38 digits.");
        low = (ulong)unscaled;
        high = (long)(unscaled >> 64);
        this.scale = (byte)scale;
    }

    private Decimal38(long unscaled, int scale, bool _)
    {
        low = (ulong)unscaled;
        high = unscaled >> 63;
        this.scale = (byte)scale;
    }

    /// <summary>The digits as an integer.</summary>
    public Int128 Unscaled => new((ulong)high, low);

    /// <summary>How many of the digits stand after the point.</summary>
    public int Scale => scale;

    /// <summary>10 to that power, 0 to 38.</summary>
    public static Int128 PowerOfTen(int exponent) => Powers[exponent];

    /// <summary>The value of an integer.</summary>
    public static Decimal38 FromInt64(long value) => new(value, 0, true);

    /// <summary>The value of a machine word of digits, of which <paramref name="scale"/>, 0 to 38, stand after the point.</summary>
    internal static Decimal38 FromUnscaled(long unscaled, int scale) => new(unscaled, scale, true);

    /// <summary>Reads a JSON-style number (<c>-12.50</c>, <c>1e3</c>), a leading <c>+</c> allowed, keeping its scale.</summary>
    /// <returns>False when the text is no number or does not fit 38 digits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Decimal38 value) => Decimal38Parser.TryParse(utf8, out value);

    /// <summary>Reads a number as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is no number or does not fit 38 digits.</exception>
    public static Decimal38 Parse(string text) =>
        TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var value) ? value : throw new FormatException($"'{text}' is no decimal of at most 38 digits.");

    /// <summary>The sum, exact.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public static Decimal38 operator +(Decimal38 left, Decimal38 right)
    {
        int scale = Math.Max(left.scale, right.scale);
        if (left.TryRescale(scale, out var first) && right.TryRescale(scale, out var second))
        {
            var sum = unchecked(first + second);
            // The sign is wrong only where both have the other one: then the sum is of more than 64 bits.
            if (((first ^ sum) & (second ^ sum)) >= 0)
                return FromUnscaled(sum, scale);
        }

        // Each is below half of the 128 bits, so the sum does not overflow them.
        if (left.TryWiden(scale, out Int128 one) && right.TryWiden(scale, out Int128 other) && Int128.Abs(one + other) < Powers[MaxDigits])
            return new(one + other, scale);
        return Exact((left.Unscaled * TenTo(scale - left.scale)) + (right.Unscaled * TenTo(scale - right.scale)), scale);
    }

    /// <summary>The difference, exact.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public static Decimal38 operator -(Decimal38 left, Decimal38 right) => left + -right;

    /// <summary>The value with the other sign.</summary>
    public static Decimal38 operator -(Decimal38 value) =>
        value.FitsInt64 && (long)value.low != long.MinValue ? FromUnscaled(-(long)value.low, value.scale) : new(-value.Unscaled, value.scale);

    /// <summary>The product, exact.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public static Decimal38 operator *(Decimal38 left, Decimal38 right)
    {
        var scale = left.scale + right.scale;
        if (left.FitsInt64 && right.FitsInt64 && scale <= MaxDigits)
        {
            var product = Math.BigMul((long)left.low, (long)right.low, out var lowProduct);
            return new(new Int128((ulong)product, (ulong)lowProduct), scale);
        }

        (left, right) = (left.Trimmed(), right.Trimmed());
        return new(checked(left.Unscaled * right.Unscaled), left.scale + right.scale);
    }

    /// <summary>The remainder of the division truncated towards zero, exact; it has the sign of the dividend.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is zero.</exception>
    public static Decimal38 operator %(Decimal38 dividend, Decimal38 divisor)
    {
        if (divisor.Unscaled == 0)
            throw new DivideByZeroException("Division by zero.");
        int scale = Math.Max(dividend.scale, divisor.scale);
        if (dividend.TryWiden(scale, out Int128 left) && divisor.TryWiden(scale, out Int128 right))
            return new(left % right, scale);
        return Exact(System.Numerics.BigInteger.Remainder(dividend.Unscaled * TenTo(scale - dividend.scale), divisor.Unscaled * TenTo(scale - divisor.scale)), scale);
    }

    /// <summary>The quotient, rounded half to even at <paramref name="scale"/> digits after the point; trailing zeros beyond those of the operands are cut.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is zero.</exception>
    /// <exception cref="OverflowException">It does not fit 38 digits.</exception>
    public static Decimal38 Divide(Decimal38 dividend, Decimal38 divisor, int scale = 10)
    {
        if (divisor.Unscaled == 0)
            throw new DivideByZeroException("Division by zero.");
        // dividend / divisor = (du / 10^ds) / (vu / 10^vs); exact integers of any size keep the rounding right.
        var shift = scale + divisor.scale - dividend.scale;
        if (shift is >= 0 and <= LongDigits && dividend.FitsInt64 && divisor.FitsInt64)
            return DivideLongs((long)dividend.low, (long)divisor.low, shift, scale);
        var numerator = (System.Numerics.BigInteger)dividend.Unscaled;
        var denominator = (System.Numerics.BigInteger)divisor.Unscaled;
        if (shift >= 0)
            numerator *= System.Numerics.BigInteger.Pow(10, shift);
        else
            denominator *= System.Numerics.BigInteger.Pow(10, -shift);
        var quotient = System.Numerics.BigInteger.DivRem(numerator, denominator, out var remainder);
        var twice = System.Numerics.BigInteger.Abs(remainder) * 2;
        var half = twice.CompareTo(System.Numerics.BigInteger.Abs(denominator));
        if (half > 0 || (half == 0 && !quotient.IsEven))
            quotient += numerator.Sign * denominator.Sign;
        return Exact(quotient, scale).Trimmed();
    }

    /// <summary>The value rounded half to even at <paramref name="digits"/> digits after the point; one with fewer stays as it is.</summary>
    public Decimal38 Round(int digits)
    {
        if (scale <= digits)
            return this;
        if (FitsInt64 && scale - digits <= LongDigits)
            return FromUnscaled(DivideHalfEven((long)low, (long)Powers[scale - digits]), digits);
        var divisor = Powers[scale - digits];
        var (quotient, remainder) = Int128.DivRem(Unscaled, divisor);
        // Twice 38 digits may take the 128th bit.
        var twice = (UInt128)Int128.Abs(remainder) * 2;
        if (twice > (UInt128)divisor || (twice == (UInt128)divisor && !Int128.IsEvenInteger(quotient)))
            quotient += Int128.IsNegative(Unscaled) ? -1 : 1;
        return new(quotient, digits);
    }

    /// <summary>The value without zeros at the end of its fraction.</summary>
    public Decimal38 Trimmed()
    {
        if (FitsInt64)
            return TrimmedLong();
        var (unscaled, digits) = (Unscaled, (int)scale);
        while (digits > 0)
        {
            var (quotient, remainder) = Int128.DivRem(unscaled, 10);
            if (remainder != 0)
                break;
            unscaled = quotient;
            digits--;
        }

        return new(unscaled, digits);
    }

    /// <summary>The value as an integer, when it is one and fits.</summary>
    public bool TryToInt64(out long value)
    {
        value = 0;
        var (quotient, remainder) = Int128.DivRem(Unscaled, Powers[scale]);
        if (remainder != 0 || quotient > long.MaxValue || quotient < long.MinValue)
            return false;
        value = (long)quotient;
        return true;
    }

    /// <summary>Writes the number as JSON would, without exponent, scale kept; 41 bytes hold any.</summary>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        written = 0;
        if (FitsInt64 && scale == 0)
            return Utf8Formatter.TryFormat((long)low, utf8, out written);
        if (FitsInt64 && scale < Powers64.Length && utf8.Length >= MaxDigits + 3)
            return TryFormatWord(high < 0 ? unchecked(0UL - low) : low, utf8, out written);
        Span<byte> digits = stackalloc byte[40];
        if (!Int128.Abs(Unscaled).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture))
            return false;
        var padding = Math.Max(0, scale + 1 - count);
        var negative = high < 0;
        if (utf8.Length < count + padding + (scale > 0 ? 1 : 0) + (negative ? 1 : 0))
            return false;
        if (negative)
            utf8[written++] = (byte)'-';
        for (var i = -padding; i < count; i++)
        {
            if (scale > 0 && count - i == scale)
                utf8[written++] = (byte)'.';
            utf8[written++] = i < 0 ? (byte)'0' : digits[i];
        }

        return true;
    }

    // Formatting 128 bits takes many divisions; nearly all numbers fit 64.
    private bool TryFormatWord(ulong magnitude, Span<byte> utf8, out int written)
    {
        var sign = high < 0 ? 1 : 0;
        utf8[0] = (byte)'-';
        var (whole, fraction) = Math.DivRem(magnitude, Powers64[scale]);
        Utf8Formatter.TryFormat(whole, utf8[sign..], out var wholeDigits);
        written = sign + wholeDigits + 1 + scale;
        utf8[sign + wholeDigits] = (byte)'.';
        for (var at = written - 1; at > sign + wholeDigits; at--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10);
            utf8[at] = (byte)('0' + digit);
        }

        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Decimal38 other)
    {
        int widest = Math.Max(scale, other.scale);
        if (TryRescale(widest, out var first) && other.TryRescale(widest, out var second))
            return first.CompareTo(second);
        if (scale == other.scale)
            return Unscaled.CompareTo(other.Unscaled);
        var left = Int128.DivRem(Unscaled, Powers[scale]);
        var right = Int128.DivRem(other.Unscaled, Powers[other.scale]);
        var whole = left.Quotient.CompareTo(right.Quotient);
        if (whole != 0)
            return whole;
        // Both fractions have fewer than 38 digits, so widening the narrower one to the wider scale cannot overflow.
        return (left.Remainder * Powers[widest - scale]).CompareTo(right.Remainder * Powers[widest - other.scale]);
    }

    /// <inheritdoc/>
    public bool Equals(Decimal38 other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Decimal38 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var trimmed = Trimmed();
        return HashCode.Combine(trimmed.Unscaled, trimmed.scale);
    }

    /// <summary>The number as <see cref="TryFormat"/> writes it.</summary>
    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[48];
        TryFormat(utf8, out var written);
        return System.Text.Encoding.ASCII.GetString(utf8[..written]);
    }

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Decimal38 left, Decimal38 right) => left.Equals(right);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(Decimal38 left, Decimal38 right) => !left.Equals(right);

    /// <summary>Whether left is the smaller number.</summary>
    public static bool operator <(Decimal38 left, Decimal38 right) => left.CompareTo(right) < 0;

    /// <summary>Whether left is the greater number.</summary>
    public static bool operator >(Decimal38 left, Decimal38 right) => left.CompareTo(right) > 0;

    /// <summary>Whether left is not the greater number.</summary>
    public static bool operator <=(Decimal38 left, Decimal38 right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left is not the smaller number.</summary>
    public static bool operator >=(Decimal38 left, Decimal38 right) => left.CompareTo(right) >= 0;

    private bool FitsInt64 => high == (long)low >> 63;

    private static Int128[] MakePowers()
    {
        var powers = new Int128[MaxDigits + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    /// <summary>The digits at a scale not below its own, where they fit a machine word: most numbers do, and 128 bits cost many times as much.</summary>
    private bool TryRescale(int target, out long unscaled)
    {
        unscaled = (long)low;
        if (!FitsInt64 || target - scale > LongDigits)
            return false;
        if (target == scale)
            return true;
        var upper = Math.BigMul(unscaled, (long)Powers[target - scale], out unscaled);
        return upper == unscaled >> 63;
    }

    private Decimal38 TrimmedLong()
    {
        var (unscaled, digits) = ((long)low, (int)scale);
        while (digits > 0 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            digits--;
        }

        return FromUnscaled(unscaled, digits);
    }

    private static Decimal38 DivideLongs(long dividend, long divisor, int shift, int scale)
    {
        var numerator = dividend * Powers[shift];
        // The one quotient of machine words that is none itself is that of the least by -1.
        if (numerator == (long)numerator && divisor != -1)
            return FromUnscaled(DivideHalfEven((long)numerator, divisor), scale).Trimmed();
        var (quotient, remainder) = Int128.DivRem(numerator, divisor);
        var twice = (UInt128)Int128.Abs(remainder) * 2;
        var whole = (UInt128)Int128.Abs(divisor);
        if (twice > whole || (twice == whole && !Int128.IsEvenInteger(quotient)))
            quotient += (dividend < 0) == (divisor < 0) ? 1 : -1;
        return new Decimal38(quotient, scale).Trimmed();
    }

    private static long DivideHalfEven(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        var twice = 2 * (ulong)Math.Abs(remainder);
        var whole = divisor < 0 ? unchecked(0UL - (ulong)divisor) : (ulong)divisor;
        if (twice > whole || (twice == whole && (quotient & 1) != 0))
            quotient += (dividend < 0) == (divisor < 0) ? 1 : -1;
        return quotient;
    }

    /// <summary>The digits at a scale not below its own, where two of them can be added in 128 bits.</summary>
    private bool TryWiden(int target, out Int128 unscaled)
    {
        var power = Powers[target - scale];
        unscaled = Unscaled;
        if (Int128.Abs(unscaled) > MostRescaled / power)
            return false;
        unscaled *= power;
        return true;
    }

    private static System.Numerics.BigInteger TenTo(int power) => Powers[power];

    /// <summary>An integer of any size / 10^scale. Zeros at the end of the fraction may be what does not fit.</summary>
    private static Decimal38 Exact(System.Numerics.BigInteger unscaled, int scale)
    {
        for (; scale > 0 && System.Numerics.BigInteger.Abs(unscaled) >= TooMany && (unscaled % 10).IsZero; scale--)
            unscaled /= 10;
        return new Decimal38((Int128)unscaled, scale);
    }
}
