using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>Writes JSON text.</summary>
internal static class JsonText
{
    /// <summary>Appends a row that holds <paramref name="utf8"/> as a JSON string.</summary>
    public static void AppendString(BytesBuilder builder, ReadOnlySpan<byte> utf8)
    {
        WriteString(builder, utf8);
        builder.EndValue();
    }

    /// <summary>Writes <paramref name="utf8"/> as a JSON string; only what JSON demands is escaped.</summary>
    public static void WriteString(IBufferWriter<byte> writer, ReadOnlySpan<byte> utf8)
    {
        var result = writer.GetSpan((utf8.Length * 6) + 2);
        var end = 0;
        result[end++] = (byte)'"';
        foreach (var value in utf8)
        {
            if (value is >= 0x20 and not (byte)'"' and not (byte)'\\')
            {
                result[end++] = value;
                continue;
            }

            result[end++] = (byte)'\\';
            if (value >= 0x20)
            {
                result[end++] = value;
                continue;
            }

            "u00"u8.CopyTo(result[end..]);
            result[end + 3] = (byte)('0' + (value >> 4));
            result[end + 4] = "0123456789abcdef"u8[value & 15];
            end += 5;
        }

        result[end++] = (byte)'"';
        writer.Advance(end);
    }
}
