using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>Conversions between doubles and exact numbers.</summary>
internal static class Doubles
{
    /// <summary>The decimal that a double is written as, which is what its writer meant: 0.1, not 0.1000000000000000055.</summary>
    public static bool TryToDecimal(double value, out Decimal38 number)
    {
        Span<byte> text = stackalloc byte[32];
        number = default;
        return double.IsFinite(value) && value.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture) && Decimal38.TryParse(text[..written], out number);
    }

    /// <summary>The double nearest to a decimal.</summary>
    public static double ToDouble(Decimal38 value)
    {
        Span<byte> text = stackalloc byte[48];
        value.TryFormat(text, out var written);
        return double.Parse(text[..written], CultureInfo.InvariantCulture);
    }
}
