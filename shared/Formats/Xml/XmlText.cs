using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace DataAggregator.Formats.Xml;

/// <summary>Resolves what stands for other characters in XML: the five references that need no definition, numbers, line ends.</summary>
internal static class XmlText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [(byte)'&', .. Enumerable.Range(0, 32).Where(code => code is not ('\t' or '\n')).Select(code => (byte)code)]);

    private static readonly SearchValues<byte> SpecialInAttribute = SearchValues.Create(
        [(byte)'&', .. Enumerable.Range(0, 32).Select(code => (byte)code)]);

    /// <summary>Writes what the characters stand for.</summary>
    /// <param name="text">Characters as they stand in the document.</param>
    /// <param name="isAttribute">Whether they are an attribute's value, in which white space is a space.</param>
    /// <param name="output">Gets the text.</param>
    /// <returns>What is wrong with them, or null.</returns>
    public static XmlFault? Resolve(ReadOnlySpan<byte> text, bool isAttribute, IBufferWriter<byte> output)
    {
        var at = 0;
        while (true)
        {
            var found = text[at..].IndexOfAny(isAttribute ? SpecialInAttribute : Special);
            output.Write(found < 0 ? text[at..] : text.Slice(at, found));
            if (found < 0)
                return null;
            at += found;
            var taken = text[at] == '&' ? Reference(text[at..], output) : WhiteSpace(text[at..], isAttribute, output);
            if (taken == 0)
            {
                return text[at] == '&'
                    ? new XmlFault(at, "unknown_entity", "'&' begins no known reference; only amp, lt, gt, quot, apos and numbers are known, and &amp; is the character itself.")
                    : new XmlFault(at, "invalid_character", $"The text holds the control character {text[at]}, which XML does not allow.");
            }

            at += taken;
        }
    }

    /// <summary>Writes a CDATA section, of which only the line ends are not taken as they are.</summary>
    public static XmlFault? Copy(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (text.IndexOf((byte)'&') is >= 0 and var found)
        {
            if (Resolve(text[..found], isAttribute: false, output) is { } fault)
                return fault;
            output.Write("&"u8);
            text = text[(found + 1)..];
        }

        return Resolve(text, isAttribute: false, output);
    }

    private static int WhiteSpace(ReadOnlySpan<byte> text, bool isAttribute, IBufferWriter<byte> output)
    {
        if (text[0] is not ((byte)'\r' or (byte)'\n' or (byte)'\t'))
            return 0;
        output.Write(isAttribute ? " "u8 : "\n"u8);
        return text[0] == '\r' && text.Length > 1 && text[1] == '\n' ? 2 : 1;
    }

    private static int Reference(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var end = text[..Math.Min(text.Length, 12)].IndexOf((byte)';');
        if (end < 2)
            return 0;
        var name = text[1..end];
        if (name[0] == '#')
            return WriteCharacter(name[1..], output) ? end + 1 : 0;
        ReadOnlySpan<byte> character = name switch
        {
            _ when name.SequenceEqual("amp"u8) => "&"u8,
            _ when name.SequenceEqual("lt"u8) => "<"u8,
            _ when name.SequenceEqual("gt"u8) => ">"u8,
            _ when name.SequenceEqual("quot"u8) => "\""u8,
            _ when name.SequenceEqual("apos"u8) => "'"u8,
            _ => default,
        };
        output.Write(character);
        return character.IsEmpty ? 0 : end + 1;
    }

    private static bool WriteCharacter(ReadOnlySpan<byte> number, IBufferWriter<byte> output)
    {
        var isHex = number.Length > 0 && number[0] == 'x';
        var digits = isHex ? number[1..] : number;
        if (!Utf8Parser.TryParse(digits, out uint code, out var used, isHex ? 'x' : 'D') || used != digits.Length || digits[0] == '+')
            return false;
        if (code is < 32 and not (9 or 10 or 13) or 0xFFFE or 0xFFFF || !Rune.IsValid(code))
            return false;
        output.Advance(new Rune(code).EncodeToUtf8(output.GetSpan(4)));
        return true;
    }
}
