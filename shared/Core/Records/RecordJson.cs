using System.Buffers;
using System.Text.Json;

namespace DataAggregator.Core.Records;

/// <summary>Writes records as JSON objects: decimals and JSON values with their digits as written, instants as RFC 3339, bytes as base64; an absent field is left out.</summary>
public static class RecordJson
{
    /// <summary>The deepest JSON that holds a record: records may be told to nest 1,000 levels deep, and something stands around them.</summary>
    public const int MaxDepth = 1_100;

    /// <summary>A record that was written as JSON, however deep it is nested, independent of any buffer.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    /// <summary>Writes the record at a physical row.</summary>
    public static void Write(Utf8JsonWriter writer, RecordBatch batch, int row)
    {
        writer.WriteStartObject();
        var columns = batch.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].IsAbsent(row))
                continue;
            writer.WritePropertyName(batch.Schema[i].Name);
            WriteValue(writer, columns[i], row);
        }

        writer.WriteEndObject();
    }

    /// <summary>The record at a physical row as UTF-8 JSON.</summary>
    public static byte[] ToBytes(RecordBatch batch, int row)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, batch, row);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes one value; null for a null or absent one.</summary>
    public static void WriteValue(Utf8JsonWriter writer, Column column, int row)
    {
        if (!column.IsPresent(row))
        {
            writer.WriteNullValue();
            return;
        }

        switch (column)
        {
            case FixedColumn<bool> bools:
                writer.WriteBooleanValue(bools.Values[row]);
                break;
            case FixedColumn<double> doubles:
                WriteDouble(writer, doubles.Values[row]);
                break;
            case FixedColumn<long> longs when column.Type == DataType.Int64:
                writer.WriteNumberValue(longs.Values[row]);
                break;
            case FixedColumn<long> moments:
                Span<byte> text = stackalloc byte[40];
                writer.WriteStringValue(text[..Iso8601.Format(column.Type, moments.Values[row], text)]);
                break;
            case DecimalColumn decimals:
                Span<byte> digits = stackalloc byte[48];
                decimals.Values[row].TryFormat(digits, out var written);
                writer.WriteRawValue(digits[..written], skipInputValidation: true);
                break;
            case BytesColumn bytes:
                WriteBytes(writer, bytes, row);
                break;
        }
    }

    private static void WriteBytes(Utf8JsonWriter writer, BytesColumn column, int row)
    {
        if (column.Type == DataType.Json)
            writer.WriteRawValue(column[row], skipInputValidation: true);
        else if (column.Type == DataType.Binary)
            writer.WriteBase64StringValue(column[row]);
        else
            writer.WriteStringValue(column[row]);
    }

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        // JSON has no NaN or infinity; as text they can still be told apart and read back.
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
