using System.Buffers;

namespace DataAggregator.Formats.Xml;

/// <summary>Writes text so that XML gives it back as it is, in elements and attributes alike.</summary>
internal static class XmlEscape
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. "&<>\""u8, 0xEF, .. Enumerable.Range(0, 32).Select(code => (byte)code)]);

    /// <summary>Writes the text.</summary>
    /// <returns>False when it holds what XML cannot hold.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOfAny(Special) is >= 0 and var found)
        {
            output.Write(text[..found]);
            text = text[found..];
            if (text[0] == 0xEF && (text.StartsWith("\uFFFE"u8) || text.StartsWith("\uFFFF"u8)))
                return false;
            var replacement = Replacement(text[0]);
            if (replacement.IsEmpty)
                return false;
            output.Write(replacement);
            text = text[1..];
        }

        output.Write(text);
        return true;
    }

    private static ReadOnlySpan<byte> Replacement(byte value) => value switch
    {
        (byte)'&' => "&amp;"u8,
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'"' => "&quot;"u8,
        (byte)'\t' => "&#9;"u8,
        (byte)'\n' => "&#10;"u8,
        (byte)'\r' => "&#13;"u8,
        0xEF => (ReadOnlySpan<byte>)[0xEF],
        _ => default,
    };
}
