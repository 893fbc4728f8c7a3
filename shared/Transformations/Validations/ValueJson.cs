using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>Writes a value that is no structure as JSON, as records are written.</summary>
internal static class ValueJson
{
    private const int MaxNumberLength = 48;

    /// <summary>Appends the value.</summary>
    public static void Write(ArrayBufferWriter<byte> json, in Value value)
    {
        if (value.Kind == ValueKind.Number)
        {
            value.Number.TryFormat(json.GetSpan(MaxNumberLength), out var length);
            json.Advance(length);
            return;
        }

        using var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        switch (value.Kind)
        {
            case ValueKind.Text:
                writer.WriteStringValue(value.Bytes);
                break;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.Long != 0);
                break;
            case ValueKind.Double when double.IsFinite(value.Double):
                writer.WriteNumberValue(value.Double);
                break;
            case ValueKind.Moment:
                Span<byte> text = stackalloc byte[MaxNumberLength];
                writer.WriteStringValue(text[..Iso8601.Format(value.Type, value.Long, text)]);
                break;
            case ValueKind.Binary:
                writer.WriteBase64StringValue(value.Bytes);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
