using System.Buffers.Binary;
using System.Text;

namespace DataAggregator.Core.Records;

/// <summary>Reads what <see cref="SegmentContent"/> wrote; content that is too short or long is damage.</summary>
internal ref struct SegmentContentReader(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> rest = content;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public byte ReadByte() => ReadRaw(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadRaw(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(ReadRaw(8));

    /// <summary>A number of things that take at least <paramref name="bytesEach"/> bytes of what is left.</summary>
    public int ReadCount(int bytesEach)
    {
        var count = ReadInt32();
        if (count < 0 || (long)count * bytesEach > rest.Length)
            throw Damaged();
        return count;
    }

    public string? ReadText() => ReadBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public byte[]? ReadBytes()
    {
        var length = ReadInt32();
        return length < 0 ? null : ReadRaw(length).ToArray();
    }

    public ReadOnlySpan<byte> ReadRaw(long length)
    {
        if (length < 0 || length > rest.Length)
            throw Damaged();
        var result = rest[..(int)length];
        rest = rest[(int)length..];
        return result;
    }

    public Schema ReadSchema()
    {
        var fields = new Field[ReadCount(10)];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = ReadText() ?? throw Damaged();
            var type = (DataType)ReadByte();
            if (!Enum.IsDefined(type))
                throw Damaged();
            fields[i] = new Field(name, type, ReadByte() != 0, ReadText());
        }

        return new Schema(fields);
    }

    public static SegmentDamagedException Damaged() => new("The content of a block of the segment does not add up.");
}
