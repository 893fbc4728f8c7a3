using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Formats.Text;

/// <summary>What an XML document says of its own character encoding.</summary>
internal static class XmlDeclaration
{
    /// <summary>The encoding that the declaration at the beginning of the bytes names, or null.</summary>
    public static string? EncodingOf(ReadOnlySpan<byte> start)
    {
        if (!start.StartsWith("<?xml"u8))
            return null;
        var declaration = start[..Math.Max(start.IndexOf("?>"u8), 0)];
        var found = declaration.IndexOf("encoding"u8);
        if (found < 0)
            return null;
        var value = declaration[(found + 8)..].TrimStart(" \t\r\n="u8);
        var end = value.IsEmpty ? -1 : value[1..].IndexOf(value[0]);
        if (end < 0 || value[0] is not ((byte)'"' or (byte)'\''))
            return null;
        var name = Encoding.ASCII.GetString(value.Slice(1, end));
        // What is readable as ASCII is not UTF-16, whatever it says: programs put the encoding of their own strings there.
        return name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) || Names.Normalise(name) == "auto" || !TextEncodings.IsKnown(name) ? null : name;
    }
}
