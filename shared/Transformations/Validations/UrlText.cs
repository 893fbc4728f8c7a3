using System.Buffers;
using System.Buffers.Text;

namespace DataAggregator.Transformations.Validations;

/// <summary>The parts of URLs by RFC 3986; bytes beyond ASCII stand for letters, as RFC 3987 has it.</summary>
internal static class UrlText
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";
    private static readonly SearchValues<byte> UserLetters = Letters(Unreserved + SubDelimiters + "%:");
    private static readonly SearchValues<byte> HostLetters = Letters(Unreserved + SubDelimiters + "%");
    private static readonly SearchValues<byte> PathLetters = Letters(Unreserved + SubDelimiters + "%:@/");
    private static readonly SearchValues<byte> QueryLetters = Letters(Unreserved + SubDelimiters + "%:@/?");

    /// <summary>Whether a text is a scheme, without the colon.</summary>
    public static bool IsScheme(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]))
            return false;
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return false;
        }

        return true;
    }

    /// <summary>Whether a text is a URI: a scheme, and what may follow it, with or without a host.</summary>
    public static bool IsUri(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 0 || !IsScheme(text[..colon]))
            return false;
        var rest = text[(colon + 1)..];
        if (rest.StartsWith("//"u8))
            return IsAfterScheme(rest[2..]);
        var fragment = rest.IndexOf((byte)'#');
        return fragment < 0 ? IsOf(rest, QueryLetters) : IsOf(rest[..fragment], QueryLetters) && IsOf(rest[(fragment + 1)..], QueryLetters);
    }

    /// <summary>Whether a text is what may follow <c>scheme://</c>: an authority with a host, then path, query and fragment.</summary>
    public static bool IsAfterScheme(ReadOnlySpan<byte> text)
    {
        var fragment = text.IndexOf((byte)'#');
        if (fragment >= 0)
        {
            if (!IsOf(text[(fragment + 1)..], QueryLetters))
                return false;
            text = text[..fragment];
        }

        var query = text.IndexOf((byte)'?');
        if (query >= 0)
        {
            if (!IsOf(text[(query + 1)..], QueryLetters))
                return false;
            text = text[..query];
        }

        var slash = text.IndexOf((byte)'/');
        return slash < 0 ? IsAuthority(text) : IsAuthority(text[..slash]) && IsOf(text[slash..], PathLetters);
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at >= 0 && !IsOf(text[..at], UserLetters))
            return false;
        var host = text[(at + 1)..];
        var end = !host.IsEmpty && host[0] == '[' ? host.IndexOf((byte)']') + 1 : host.IndexOf((byte)':') is >= 0 and var colon ? colon : host.Length;
        var port = host[end..];
        host = host[..end];
        if (host.IsEmpty || !(host[0] == '[' ? IpAddress.IsV6(host[1..^1]) : IsHostName(host)))
            return false;
        return port.IsEmpty || (port[0] == ':' && (port.Length == 1 || IsPort(port[1..])));
    }

    private static bool IsHostName(ReadOnlySpan<byte> host)
    {
        if (host.Length > 253 || !IsOf(host, HostLetters))
            return false;
        var name = host[^1] == '.' ? host[..^1] : host;
        foreach (var range in name.Split((byte)'.'))
        {
            var label = name[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
                return false;
        }

        // What ends in a number is read as an address by every client, so it must be one.
        var last = name[(name.LastIndexOf((byte)'.') + 1)..];
        return last.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || IpAddress.IsV4(name);
    }

    private static bool IsPort(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out ushort _, out var consumed) && consumed == text.Length && text[0] != '+';

    private static bool IsOf(ReadOnlySpan<byte> text, SearchValues<byte> letters)
    {
        if (text.ContainsAnyExcept(letters))
            return false;
        for (var percent = text.IndexOf((byte)'%'); percent >= 0; percent = text.IndexOf((byte)'%'))
        {
            if (text.Length < percent + 3 || !char.IsAsciiHexDigit((char)text[percent + 1]) || !char.IsAsciiHexDigit((char)text[percent + 2]))
                return false;
            text = text[(percent + 3)..];
        }

        return true;
    }

    private static SearchValues<byte> Letters(string ascii) => SearchValues.Create([.. ascii.Select(letter => (byte)letter), .. Enumerable.Range(0x80, 0x80).Select(code => (byte)code)]);
}
