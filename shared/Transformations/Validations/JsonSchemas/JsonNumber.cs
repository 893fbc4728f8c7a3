using System.Buffers.Text;
using System.Numerics;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>JSON numbers compared by their digits; those of more than 38 by their double.</summary>
internal static class JsonNumber
{
    /// <summary>Whether a JSON value is a number.</summary>
    public static bool Is(ReadOnlySpan<byte> json) => json[0] == '-' || char.IsAsciiDigit((char)json[0]);

    /// <summary>Whether a number has no fraction.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> json)
    {
        if (Decimal38.TryParse(json, out var number))
            return number.Trimmed().Scale <= 0;
        return Utf8Parser.TryParse(json, out double huge, out _) && double.IsInteger(huge);
    }

    /// <summary>How a number stands to a bound.</summary>
    public static int Compare(ReadOnlySpan<byte> json, Decimal38 bound)
    {
        if (Decimal38.TryParse(json, out var number))
            return number.CompareTo(bound);
        var huge = Utf8Parser.TryParse(json, out double read, out _) ? read : double.NaN;
        return huge.CompareTo(double.Parse(bound.ToString(), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Whether a number is a whole multiple of another; of one with more than 38 digits nobody can tell, so it is not.</summary>
    public static bool IsMultiple(ReadOnlySpan<byte> json, Decimal38 of)
    {
        if (!Decimal38.TryParse(json, out var number))
            return false;
        var scale = Math.Max(number.Scale, of.Scale);
        return Scaled(number, scale) % Scaled(of, scale) == 0;
    }

    private static BigInteger Scaled(Decimal38 number, int scale) => (BigInteger)number.Unscaled * BigInteger.Pow(10, scale - number.Scale);
}
