using System.Globalization;
using System.Numerics;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>A number of any length, exact: digits / 10^scale, without zeros at the end of its fraction.</summary>
internal readonly record struct Exact : IComparable<Exact>
{
    public Exact(BigInteger digits, int scale)
    {
        while (scale > 0 && digits % 10 == 0)
            (digits, scale) = (digits / 10, scale - 1);
        (Digits, Scale) = (digits, scale);
    }

    public BigInteger Digits { get; }

    public int Scale { get; }

    /// <summary>Whether it has no more than 38 digits, before and after the point.</summary>
    public bool Fits => BigInteger.Abs(Digits) < BigInteger.Pow(10, 38) && Scale <= 38;

    public static Exact Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return new Exact(BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), point < 0 ? 0 : text.Length - point - 1);
    }

    public static Exact operator +(Exact left, Exact right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new Exact(left.At(scale) + right.At(scale), scale);
    }

    public static Exact operator -(Exact left, Exact right) => left + new Exact(-right.Digits, right.Scale);

    public static Exact operator *(Exact left, Exact right) => new(left.Digits * right.Digits, left.Scale + right.Scale);

    /// <summary>The remainder with the sign of the dividend.</summary>
    public static Exact operator %(Exact left, Exact right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new Exact(BigInteger.Remainder(left.At(scale), right.At(scale)), scale);
    }

    /// <summary>The quotient with that many digits after the point, halves to the even digit.</summary>
    public static Exact Divide(Exact left, Exact right, int scale = 10)
    {
        var (dividend, divisor) = (left.Digits * BigInteger.Pow(10, right.Scale + scale), right.Digits * BigInteger.Pow(10, left.Scale));
        if (divisor.Sign < 0)
            (dividend, divisor) = (-dividend, -divisor);
        var below = FloorOf(dividend, divisor);
        var twice = (dividend - (below * divisor)) * 2;
        return new Exact(twice > divisor || (twice == divisor && !below.IsEven) ? below + 1 : below, scale);
    }

    public Exact Round(int digits) => Divide(this, new Exact(1, 0), digits);

    public Exact Floor() => new(FloorOf(Digits, BigInteger.Pow(10, Scale)), 0);

    public Exact Ceiling() => new(-FloorOf(-Digits, BigInteger.Pow(10, Scale)), 0);

    public Exact Abs() => new(BigInteger.Abs(Digits), Scale);

    public int CompareTo(Exact other) => (this - other).Digits.Sign;

    public override string ToString()
    {
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Digits.Sign < 0 ? "-" : "")}{digits[..^Scale]}{(Scale > 0 ? "." : "")}{digits[^Scale..]}";
    }

    private BigInteger At(int scale) => Digits * BigInteger.Pow(10, scale - Scale);

    private static BigInteger FloorOf(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
