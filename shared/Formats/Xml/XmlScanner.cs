using System.Buffers;

namespace DataAggregator.Formats.Xml;

/// <summary>Cuts XML in UTF-8 into its pieces, one after the other. What is in them is not looked at.</summary>
/// <param name="text">The text at hand.</param>
/// <param name="isFinal">Whether nothing comes after it.</param>
internal ref struct XmlScanner(ReadOnlySpan<byte> text, bool isFinal)
{
    private static readonly SearchValues<byte> TagEnds = SearchValues.Create(">\"'<"u8);
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/<>=\"'<&"u8);

    private readonly ReadOnlySpan<byte> text = text;

    /// <summary>Where the next piece begins.</summary>
    public int Position { get; set; }

    /// <summary>Where the last piece began.</summary>
    public int Start { get; private set; }

    /// <summary>What the last piece holds: the characters, the tag without its brackets.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Where <see cref="Content"/> begins.</summary>
    public int ContentStart { get; private set; }

    /// <summary>What is wrong, after <see cref="XmlMarkup.Malformed"/>.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The name of the last tag.</summary>
    public readonly ReadOnlySpan<byte> Name => NameOf(Content);

    /// <summary>The name that a tag without its brackets begins with.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> tag)
    {
        var end = tag.IndexOfAny(NameEnds);
        return end < 0 ? tag : tag[..end];
    }

    /// <summary>Reads the next piece.</summary>
    public XmlMarkup Read()
    {
        Start = Position;
        var rest = text[Position..];
        if (rest.IsEmpty)
            return isFinal ? XmlMarkup.End : XmlMarkup.Incomplete;
        if (rest[0] != '<')
            return ReadText(rest);
        if (rest.Length < 9 && !isFinal && (rest.Length == 1 || rest[1] == '!'))
            return XmlMarkup.Incomplete;
        if (rest.StartsWith("<!--"u8))
            return ReadUntil(XmlMarkup.Skipped, 4, "-->"u8, "A comment is not closed.");
        if (rest.StartsWith("<![CDATA["u8))
            return ReadUntil(XmlMarkup.CData, 9, "]]>"u8, "A CDATA section is not closed.");
        if (rest.StartsWith("<?"u8))
            return ReadUntil(XmlMarkup.Skipped, 2, "?>"u8, "A processing instruction is not closed.");
        if (rest.StartsWith("<!DOCTYPE"u8))
            return XmlMarkup.Doctype;
        return ReadTag(rest);
    }

    private XmlMarkup ReadText(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'<');
        if (end < 0 && !isFinal)
            return XmlMarkup.Incomplete;
        Take(0, end < 0 ? rest.Length : end, 0);
        return XmlMarkup.Text;
    }

    private XmlMarkup ReadUntil(XmlMarkup kind, int opening, ReadOnlySpan<byte> closing, string problem)
    {
        var end = text[(Position + opening)..].IndexOf(closing);
        if (end < 0)
            return Broken(problem);
        Take(opening, end, closing.Length);
        return kind;
    }

    private XmlMarkup ReadTag(ReadOnlySpan<byte> rest)
    {
        for (var at = 1; ; at++)
        {
            var found = rest[at..].IndexOfAny(TagEnds);
            if (found < 0)
                return Broken("A tag is not closed.");
            at += found;
            if (rest[at] == '<')
                return Malformed("'<' stands within a tag; write &lt; for the character.");
            if (rest[at] == '>')
                return EndTag(rest, at);
            var close = rest[(at + 1)..].IndexOf(rest[at]);
            if (close < 0)
                return Broken("The value of an attribute is not closed.");
            at += close + 1;
        }
    }

    private XmlMarkup EndTag(ReadOnlySpan<byte> rest, int end)
    {
        var isClose = rest[1] == '/';
        var isEmpty = !isClose && end > 1 && rest[end - 1] == '/';
        var opening = isClose ? 2 : 1;
        var length = end - opening - (isEmpty ? 1 : 0);
        if (length <= 0 || !IsNameStart(rest[opening]))
            return Malformed("A tag has no name, or '<' stands in the text; write &lt; for the character.");
        Take(opening, length, isEmpty ? 2 : 1);
        if (isClose)
            return Content.TrimEnd(" \t\r\n"u8).Length == Name.Length ? XmlMarkup.Close : Malformed("An end tag holds more than a name.");
        return isEmpty ? XmlMarkup.Empty : XmlMarkup.Start;
    }

    /// <summary>Whether a name may begin with that byte; beyond ASCII, everything passes.</summary>
    public static bool IsNameStart(byte value) => char.IsAsciiLetter((char)value) || value is (byte)'_' or (byte)':' or >= 128;

    private void Take(int opening, int length, int closing)
    {
        ContentStart = Position + opening;
        Content = text.Slice(ContentStart, length);
        Position = ContentStart + length + closing;
    }

    private XmlMarkup Broken(string problem) => isFinal ? Malformed(problem) : XmlMarkup.Incomplete;

    private XmlMarkup Malformed(string problem)
    {
        Problem = problem;
        return XmlMarkup.Malformed;
    }
}
