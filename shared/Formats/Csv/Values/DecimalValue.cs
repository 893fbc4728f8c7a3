using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Values;

/// <summary>Exact numbers with the scale they are written with.</summary>
internal readonly struct DecimalValue : ICsvValue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        // Nothing that inference would have taken for text becomes a number: 007 and +41 44 keep what they are.
        var first = text[0] == '-' && text.Length > 1 ? 1 : 0;
        var isPlain = text[first] == '0' ? first + 1 == text.Length || text[first + 1] is (byte)'.' or (byte)'e' or (byte)'E' : char.IsAsciiDigit((char)text[first]);
        if (!isPlain && !declared)
            return Fit.Mismatch;
        if (!Decimal38.TryParse(text, out var value))
            return NumberText.ShapeOf(text) == NumberShape.None ? Fit.Mismatch : Fit.OutOfRange;
        Unsafe.As<DecimalBuilder>(builder).Append(value);
        return isPlain ? Fit.Fits : Fit.Coerced;
    }
}
