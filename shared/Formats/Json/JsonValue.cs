using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>Appends a JSON value to a column of a given type.</summary>
internal static class JsonValue
{
    /// <summary>Appends the value, or nothing when it does not fit.</summary>
    /// <param name="token">Its kind; neither null nor absent.</param>
    /// <param name="text">Its JSON text.</param>
    /// <param name="builder">The column.</param>
    /// <param name="declared">Whether the user declared the type: then texts are read as numbers, dates and so on, and other values become texts.</param>
    /// <exception cref="InvalidOperationException">The text holds half of a surrogate pair.</exception>
    public static Fit TryAppend(JsonToken token, ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        switch (builder.Type)
        {
            case DataType.Json:
                if (token == JsonToken.String)
                    CheckText(text);
                ((BytesBuilder)builder).Append(text);
                return Fit.Fits;
            case DataType.String when token == JsonToken.String:
                Unescape(text, (BytesBuilder)builder);
                ((BytesBuilder)builder).EndValue();
                return Fit.Fits;
            case DataType.String when declared:
                ((BytesBuilder)builder).Append(text);
                return Fit.Coerced;
            case DataType.Int64 or DataType.Decimal or DataType.Double when token is JsonToken.Integer or JsonToken.Decimal:
                return TryAppendNumber(text, builder);
            case DataType.Bool when token == JsonToken.Bool:
                ((FixedBuilder<bool>)builder).Append(text[0] == 't');
                return Fit.Fits;
            case DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp or DataType.Binary when token == JsonToken.String:
                return TryAppendText(text, builder);
            case DataType.Bool or DataType.Int64 or DataType.Decimal or DataType.Double when token == JsonToken.String && declared:
                var fit = TryAppendText(text, builder);
                return fit == Fit.Fits ? Fit.Coerced : fit;
            default:
                return Fit.Mismatch;
        }
    }

    private static Fit TryAppendNumber(ReadOnlySpan<byte> text, ColumnBuilder builder)
    {
        switch (builder)
        {
            case FixedBuilder<long> integers when Utf8Parser.TryParse(text, out long integer, out var used) && used == text.Length:
                integers.Append(integer);
                return Fit.Fits;
            case DecimalBuilder decimals when Decimal38.TryParse(text, out var number):
                decimals.Append(number);
                return Fit.Fits;
            case FixedBuilder<double> doubles when Utf8Parser.TryParse(text, out double real, out var used) && used == text.Length:
                doubles.Append(real);
                return Fit.Fits;
            default:
                return builder.Type == DataType.Int64 && text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 ? Fit.Mismatch : Fit.OutOfRange;
        }
    }

    private static Fit TryAppendText(ReadOnlySpan<byte> text, ColumnBuilder builder)
    {
        if (!text.Contains((byte)'\\'))
            return TextValue.TryAppend(text[1..^1], builder);
        var plain = new ArrayBufferWriter<byte>(text.Length);
        Unescape(text, plain);
        return TextValue.TryAppend(plain.WrittenSpan, builder);
    }

    /// <summary>Fails now for a text that could not be unescaped later, when the column's type is settled.</summary>
    private static void CheckText(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\u"u8) < 0)
            return;
        var plain = new ArrayBufferWriter<byte>(text.Length);
        Unescape(text, plain);
    }

    private static void Unescape(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (!text.Contains((byte)'\\'))
        {
            output.Write(text[1..^1]);
            return;
        }

        var reader = new Utf8JsonReader(text);
        reader.Read();
        output.Advance(reader.CopyString(output.GetSpan(text.Length)));
    }
}
