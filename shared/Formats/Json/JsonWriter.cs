using System.Buffers;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>Writes records as JSON objects, one a line: numbers exact, instants as RFC 3339, absent fields left out.</summary>
/// <param name="framing"><see cref="JsonFraming.Lines"/> for NDJSON, <see cref="JsonFraming.Array"/> for one array.</param>
public sealed class JsonWriter(JsonFraming framing) : RecordWriter
{
    private static readonly JsonWriterOptions Options = RawRecord.Relaxed with { SkipValidation = true };

    /// <inheritdoc/>
    public override void Begin(IBufferWriter<byte> output)
    {
        if (framing == JsonFraming.Array)
            output.Write("["u8);
    }

    /// <inheritdoc/>
    public override void Write(RecordBatch batch, bool isFirst, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        for (var i = 0; i < batch.Count; i++)
        {
            if (framing == JsonFraming.Array)
                output.Write(isFirst && i == 0 ? "\n"u8 : ",\n"u8);
            writer.Reset();
            RecordJson.Write(writer, batch, batch.RowAt(i));
            writer.Flush();
            if (framing == JsonFraming.Lines)
                output.Write("\n"u8);
        }
    }

    /// <inheritdoc/>
    public override void End(IBufferWriter<byte> output)
    {
        if (framing == JsonFraming.Array)
            output.Write("\n]\n"u8);
    }
}
