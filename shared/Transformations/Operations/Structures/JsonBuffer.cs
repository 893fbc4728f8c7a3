using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataAggregator.Transformations.Operations.Structures;

#pragma warning disable CA1001 // The writer holds no more than memory, and there is nothing to flush it into in the end.
/// <summary>Where one JSON value after the other is written, in the same memory; only what JSON demands is escaped.</summary>
internal sealed class JsonBuffer
#pragma warning restore CA1001
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly Utf8JsonWriter writer;

    public JsonBuffer() => writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4096 });

    /// <summary>A writer for the next value.</summary>
    public Utf8JsonWriter Start()
    {
        bytes.ResetWrittenCount();
        writer.Reset();
        return writer;
    }

    /// <summary>What was written since.</summary>
    public ReadOnlySpan<byte> End()
    {
        writer.Flush();
        return bytes.WrittenSpan;
    }
}
