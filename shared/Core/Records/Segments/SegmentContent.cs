using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DataAggregator.Core.Records;

/// <summary>Writes the content of a block: numbers little-endian, texts and arrays with their length before them.</summary>
internal sealed class SegmentContent
{
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);

    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    public void Clear() => buffer.ResetWrittenCount();

    public void WriteByte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    public void WriteText(string? text) => WriteBytes(text is null ? null : Encoding.UTF8.GetBytes(text));

    public void WriteBytes(byte[]? bytes)
    {
        WriteInt32(bytes?.Length ?? -1);
        buffer.Write(bytes);
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    public void WriteSchema(Schema schema)
    {
        WriteInt32(schema.Count);
        foreach (var field in schema)
        {
            WriteText(field.Name);
            WriteByte((byte)field.Type);
            WriteByte(field.Nullable ? (byte)1 : (byte)0);
            WriteText(field.SourceType);
        }
    }
}
