using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataAggregator.Formats.Text;

/// <summary>Shows a record that could not be parsed.</summary>
internal static class RawRecord
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Escapes only what JSON requires.</summary>
    public static JsonWriterOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object that holds the text, its first 64 KB, under <c>raw</c>.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output, Relaxed))
        {
            writer.WriteStartObject();
            writer.WriteString("raw", Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxBytes)]));
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
