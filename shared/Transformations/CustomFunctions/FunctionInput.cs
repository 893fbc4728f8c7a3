using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// Writes records as custom functions get them: JSON in which a number of more digits than a number of the language holds is a text of its digits.
/// </summary>
internal sealed class FunctionInput : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer;
    private readonly Utf8JsonWriter writer;
    private readonly Int128 limit;

    /// <summary>A writer for functions of one language.</summary>
    /// <param name="maxDigits">The digits that a number of the language holds.</param>
    public FunctionInput(int maxDigits)
    {
        limit = Decimal38.PowerOfTen(maxDigits);
        buffer = new ArrayBufferWriter<byte>();
        writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024 });
    }

    /// <summary>The record at a physical row.</summary>
    public string Write(RecordBatch batch, int row)
    {
        Begin();
        writer.WriteStartObject();
        for (var i = 0; i < batch.Columns.Length; i++)
        {
            var column = batch.Columns[i];
            if (column.IsAbsent(row))
                continue;
            writer.WritePropertyName(batch.Schema[i].Name);
            if (column is DecimalColumn or FixedColumn<long> { Type: DataType.Int64 } && column.IsPresent(row))
                WriteNumber(column, row);
            else if (column is BytesColumn { Type: DataType.Json } json && column.IsPresent(row))
                WriteJson(json[row]);
            else
                RecordJson.WriteValue(writer, column, row);
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A JSON value as functions get it.</summary>
    public JsonDocument Read(ReadOnlySpan<byte> json)
    {
        Begin();
        WriteJson(json);
        writer.Flush();
        var reader = new Utf8JsonReader(buffer.WrittenSpan, JsonPath.Parsing);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private void Begin()
    {
        buffer.ResetWrittenCount();
        writer.Reset();
    }

    private void WriteNumber(Column column, int row)
    {
        var number = column is DecimalColumn decimals ? decimals.Values[row] : Decimal38.FromInt64(((FixedColumn<long>)column).Values[row]);
        if (IsExact(number))
            RecordJson.WriteValue(writer, column, row);
        else
            writer.WriteStringValue(number.ToString());
    }

    private void WriteJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(reader.GetString());
                    break;
                case JsonTokenType.Number when !Decimal38.TryParse(reader.ValueSpan, out var number) || !IsExact(number):
                    writer.WriteStringValue(reader.ValueSpan);
                    break;
                default:
                    WriteToken(reader.TokenType, reader.ValueSpan);
                    break;
            }
        }
    }

    private void WriteToken(JsonTokenType token, ReadOnlySpan<byte> value)
    {
        switch (token)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(value, skipInputValidation: true);
                break;
        }
    }

    private bool IsExact(Decimal38 number) => Int128.Abs(number.Trimmed().Unscaled) < limit;
}
