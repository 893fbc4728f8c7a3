using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Formats.Text;

/// <summary>Finds out the character encoding of a text and turns it into UTF-8 without a byte order mark.</summary>
public static class TextEncodings
{
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Whether there is an encoding of that name; <c>auto</c> counts.</summary>
    public static bool IsKnown(string name) => Names.Normalise(name) == "auto" || Find(name) is not null;

    /// <summary>How the text that begins with <paramref name="start"/> is encoded, when the user says <paramref name="name"/>.</summary>
    /// <param name="name">The name, or <c>auto</c>: by byte order mark, by what an XML declaration says, by the zeros of UTF-16, else UTF-8.</param>
    /// <param name="start">The first bytes, 256 where there are as many.</param>
    /// <exception cref="ArgumentException">There is no encoding of that name.</exception>
    public static TextForm Detect(string name, ReadOnlySpan<byte> start)
    {
        if (Names.Normalise(name) != "auto")
        {
            var encoding = Find(name) ?? throw new ArgumentException($"'{name}' is not a known character encoding.", nameof(name));
            var mark = encoding.Preamble;
            var marked = mark.Length > 0 && start.StartsWith(mark) ? mark.Length : 0;
            return encoding is UTF8Encoding ? new TextForm(null, marked) : new TextForm(encoding, marked);
        }

        if (XmlDeclaration.EncodingOf(start) is { } declared)
            return Detect(declared, start);
        if (start.StartsWith(Utf8Mark))
            return new TextForm(null, Utf8Mark.Length);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return new TextForm(Strict(Encoding.Unicode), 2);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new TextForm(Strict(Encoding.BigEndianUnicode), 2);
        // Without a mark, the zeros of UTF-16 tell it: its first two characters are ASCII in any text that holds records.
        return start switch
        {
            [not 0, 0, not 0, 0, ..] => new TextForm(Strict(Encoding.Unicode), 0),
            [0, not 0, 0, not 0, ..] => new TextForm(Strict(Encoding.BigEndianUnicode), 0),
            _ => new TextForm(null, 0),
        };
    }

    /// <summary>The rest of <paramref name="text"/>, which stands behind its byte order mark, as UTF-8. Owns the stream.</summary>
    public static Stream ToUtf8(Stream text, TextForm form) =>
        form.Encoding is null ? text : Encoding.CreateTranscodingStream(text, form.Encoding, new UTF8Encoding(false));

    private static Encoding? Find(string name)
    {
        // Names come as people write them: UTF-8, utf_16, Latin 1.
        var plain = Names.Normalise(name).Replace('_', '-');
        var known = plain switch
        {
            "utf8" => "utf-8",
            "utf16" or "utf-16-le" or "utf-16le" => "utf-16",
            "utf-16-be" => "utf-16be",
            "latin1" or "latin-1" => "iso-8859-1",
            _ => plain,
        };
        if (known == "utf-8")
            return Encoding.UTF8;
        // Single-byte sets such as windows-1252 are in the framework, but not registered with it.
        return CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            ?? Encoding.GetEncodings().Where(info => string.Equals(info.Name, known, StringComparison.OrdinalIgnoreCase)).Select(info => Strict(info.GetEncoding())).FirstOrDefault();
    }

    private static Encoding Strict(Encoding encoding) => Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
