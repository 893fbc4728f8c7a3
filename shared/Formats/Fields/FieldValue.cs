using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Fields;

/// <summary>
/// Appends a value to a column whose type is settled. What fits a type that was inferred is what inference would have taken for it:
/// a number in a number's column, a text in a text's. A declared type takes besides what says the same: <c>"5"</c> for 5, 5 for
/// <c>"5"</c>, <c>007</c> for 7, <c>1</c> for true; that is counted as coerced. Everything else is a misfit and rejects its record.
/// </summary>
internal static class FieldValue
{
    private const ValueKind Temporal = ValueKind.Date | ValueKind.Time | ValueKind.LocalTimestamp;

    /// <summary>Appends the value, or nothing when it does not fit.</summary>
    /// <param name="kind">Its kind; neither null nor absent.</param>
    /// <param name="text">Its JSON text; of <see cref="ValueKind.Text"/>, the text itself.</param>
    /// <param name="builder">The column.</param>
    /// <param name="declared">Whether the user declared the type: then texts are read as numbers, dates and so on, and other values become texts.</param>
    /// <exception cref="InvalidOperationException">The text holds half of a surrogate pair.</exception>
    public static Fit TryAppend(ValueKind kind, ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        if (kind == ValueKind.Text)
            return PlainValue.TryAppend(text, builder, declared);
        var isQuoted = kind == ValueKind.String || (kind & Temporal) != ValueKind.Absent;
        switch (builder.Type)
        {
            case DataType.Json:
                if (isQuoted)
                    CheckText(text);
                ((BytesBuilder)builder).Append(text);
                return Fit.Fits;
            case DataType.String when isQuoted && (declared || kind == ValueKind.String):
                Unescape(text, (BytesBuilder)builder);
                ((BytesBuilder)builder).EndValue();
                return kind == ValueKind.String ? Fit.Fits : Fit.Coerced;
            case DataType.String when declared:
                ((BytesBuilder)builder).Append(text);
                return Fit.Coerced;
            case DataType.Int64 or DataType.Decimal or DataType.Double when kind is ValueKind.Integer or ValueKind.Decimal:
                return TryAppendNumber(text, builder);
            case DataType.Bool when kind == ValueKind.Bool:
                ((FixedBuilder<bool>)builder).Append(text[0] == 't');
                return Fit.Fits;
            case DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp or DataType.Binary when isQuoted && !(builder.Type == DataType.Timestamp && kind != ValueKind.String):
                return TryAppendText(text, builder);
            case DataType.Timestamp when kind is ValueKind.Date or ValueKind.LocalTimestamp && declared:
                // A time without a zone, in a column that has to have one: a workbook's. It is taken for UTC, as it is written.
                return TryAppendUtc(text, builder);
            case DataType.Bool or DataType.Int64 or DataType.Decimal or DataType.Double when kind == ValueKind.String && declared:
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

    private static Fit TryAppendUtc(ReadOnlySpan<byte> text, ColumnBuilder builder)
    {
        if (!Iso8601.TryParse(DataType.LocalTimestamp, text[1..^1], out var moment))
            return Fit.Mismatch;
        ((FixedBuilder<long>)builder).Append(moment);
        return Fit.Coerced;
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

    /// <summary>Writes what the JSON string stands for.</summary>
    /// <exception cref="InvalidOperationException">It holds half of a surrogate pair.</exception>
    public static void Unescape(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
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
