using System.Buffers.Text;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Values;

/// <summary>Whole numbers.</summary>
internal readonly struct Int64Value : ICsvValue
{
    private const int SafeDigits = 18;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        if ((uint)(digits.Length - 1) >= SafeDigits || (digits[0] == '0' && digits.Length > 1))
            return Uncommon(text, builder, declared);
        long value = 0;
        foreach (var character in digits)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
                return Uncommon(text, builder, declared);
            value = (value * 10) + digit;
        }

        Unsafe.As<FixedBuilder<long>>(builder).Append(negative ? -value : value);
        return Fit.Fits;
    }

    private static Fit Uncommon(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        var shape = NumberText.ShapeOf(text);
        if (shape is not (NumberShape.Integer or NumberShape.PaddedInteger) || (shape == NumberShape.PaddedInteger && !declared))
            return Fit.Mismatch;
        if (!Utf8Parser.TryParse(text, out long value, out var used) || used != text.Length)
            return Fit.OutOfRange;
        Unsafe.As<FixedBuilder<long>>(builder).Append(value);
        return shape == NumberShape.Integer ? Fit.Fits : Fit.Coerced;
    }
}
