using System.Buffers.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Csv.Values;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Fields;

/// <summary>Appends a value of a format that knows nothing but text. An empty text is a text, or no bytes, and null where the type is another one.</summary>
internal static class PlainValue
{
    /// <summary>Appends the value, or nothing when it does not fit.</summary>
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        if (builder.Type == DataType.String)
        {
            ((BytesBuilder)builder).Append(text);
            return Fit.Fits;
        }

        if (builder.Type == DataType.Json)
        {
            using (var writer = new Utf8JsonWriter((BytesBuilder)builder, RawRecord.Relaxed))
                WriteJson(writer, text);
            ((BytesBuilder)builder).EndValue();
            return Fit.Fits;
        }

        if (text.IsEmpty && builder.Type != DataType.Binary)
        {
            builder.AppendNull();
            return Fit.Fits;
        }

        return builder.Type switch
        {
            DataType.Int64 => Int64Value.TryAppend(text, builder, declared),
            DataType.Decimal => DecimalValue.TryAppend(text, builder, declared),
            DataType.Bool => BoolValue.TryAppend(text, builder, declared),
            _ => DeclaredValue.TryAppend(text, builder, declared),
        };
    }

    /// <summary>Writes the value that the text spells: a number, true or false, else the text.</summary>
    public static void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        var type = text.IsEmpty ? DataType.String : TextInference.TypeOf(text, inferDates: false);
        if (type is DataType.Int64 or DataType.Decimal)
            writer.WriteRawValue(text, skipInputValidation: true);
        else if (type == DataType.Bool && Utf8Parser.TryParse(text, out bool flag, out _))
            writer.WriteBooleanValue(flag);
        else
            writer.WriteStringValue(text);
    }
}
