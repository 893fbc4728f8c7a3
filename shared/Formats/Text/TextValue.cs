using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Text;

/// <summary>Reads a value of a declared type from its text.</summary>
internal static class TextValue
{
    /// <summary>Appends the value that <paramref name="text"/> stands for, or nothing when it does not fit the builder's type.</summary>
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder)
    {
        switch (builder)
        {
            case FixedBuilder<bool> bools when Utf8Parser.TryParse(text, out bool flag, out var used) && used == text.Length:
                bools.Append(flag);
                return Fit.Fits;
            case FixedBuilder<double> doubles when Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length:
                doubles.Append(number);
                return Fit.Fits;
            case FixedBuilder<long> integers when builder.Type == DataType.Int64 && Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length:
                integers.Append(number);
                return Fit.Fits;
            case FixedBuilder<long> moments when builder.Type != DataType.Int64 && Iso8601.TryParse(builder.Type, text, out var moment):
                moments.Append(moment);
                return Fit.Fits;
            case DecimalBuilder decimals when Decimal38.TryParse(text, out var number):
                decimals.Append(number);
                return Fit.Fits;
            case BytesBuilder bytes:
                return TryAppendBytes(text, bytes);
            default:
                return builder.Type is DataType.Int64 or DataType.Decimal && NumberText.ShapeOf(text) != NumberShape.None ? Fit.OutOfRange : Fit.Mismatch;
        }
    }

    private static Fit TryAppendBytes(ReadOnlySpan<byte> text, BytesBuilder builder)
    {
        if (builder.Type == DataType.Binary)
        {
            var target = builder.GetSpan(Base64.GetMaxDecodedFromUtf8Length(text.Length) + 1);
            if (Base64.DecodeFromUtf8(text, target, out var used, out var written) != OperationStatus.Done || used != text.Length)
                return Fit.Mismatch;
            builder.Advance(written);
            builder.EndValue();
            return Fit.Fits;
        }

        if (builder.Type == DataType.Json && !IsJson(text))
            return Fit.Mismatch;
        builder.Append(text);
        return Fit.Fits;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            var any = false;
            while (reader.Read())
                any = true;
            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
