using System.Text;

namespace DataAggregator.Formats.Excel;

/// <summary>Reads texts that may run over from a record into those that continue it, where their characters may change from one byte to two.</summary>
/// <param name="stream">The stream, which stands at the record.</param>
/// <param name="at">Where in the record the first text begins.</param>
internal sealed class BiffTextReader(BiffStream stream, int at)
{
    private int position = at;

    /// <summary>Reads a text with its length in two bytes before it.</summary>
    public string Read()
    {
        var length = ReadUInt16();
        return ReadCharacters(length, ReadByte());
    }

    private string ReadCharacters(int length, byte flags)
    {
        var runs = (flags & 8) != 0 ? ReadUInt16() : 0;
        var extension = (flags & 4) != 0 ? ReadUInt16() + (ReadUInt16() * 65_536L) : 0;
        var text = new StringBuilder(Math.Min(length, 1024));
        var isWide = (flags & 1) != 0;
        while (text.Length < length)
        {
            if (position == stream.Data.Length)
            {
                Continue();
                isWide = (ReadByte() & 1) != 0;
                continue;
            }

            var width = isWide ? 2 : 1;
            var count = Math.Min(length - text.Length, (stream.Data.Length - position) / width);
            if (count == 0)
                throw ExcelErrors.Damaged("a text is cut off within a character.");
            text.Append((isWide ? Encoding.Unicode : Encoding.Latin1).GetString(stream.Data.Slice(position, count * width)));
            position += count * width;
        }

        Skip((runs * 4L) + extension);
        return text.ToString();
    }

    private void Skip(long bytes)
    {
        while (bytes > 0)
        {
            if (position == stream.Data.Length)
                Continue();
            var step = (int)Math.Min(bytes, stream.Data.Length - position);
            position += step;
            bytes -= step;
        }
    }

    private int ReadUInt16() => ReadByte() | (ReadByte() << 8);

    private byte ReadByte()
    {
        while (position >= stream.Data.Length)
            Continue();
        return stream.Data[position++];
    }

    private void Continue()
    {
        if (!stream.ReadContinuation())
            throw ExcelErrors.Damaged("a text is cut off.");
        position = 0;
    }
}
