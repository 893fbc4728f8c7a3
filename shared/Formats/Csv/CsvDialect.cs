using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>How a CSV text is written, in bytes of UTF-8.</summary>
public sealed record CsvDialect
{
    /// <summary>RFC 4180 with a header.</summary>
    public static CsvDialect Default { get; } = new();

    /// <summary>The byte between fields.</summary>
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>The byte around quoted fields; null for none.</summary>
    public byte? Quote { get; init; } = (byte)'"';

    /// <summary>The byte that makes a quote an ordinary one; the quote itself when it is doubled.</summary>
    public byte? Escape { get; init; } = (byte)'"';

    /// <summary>Whether the first record names the fields.</summary>
    public bool Header { get; init; } = true;

    /// <summary>The name of the character encoding, <c>auto</c> by byte order mark.</summary>
    public string Encoding { get; init; } = "auto";

    /// <summary>Whether a record may lack its last fields, which are then null; else it is rejected.</summary>
    public bool FillShortRecords { get; init; }

    /// <summary>Whether a quote in a field that does not begin with one is a character like any other; else its record is rejected.</summary>
    public bool KeepBareQuotes { get; init; }

    /// <summary>Whether texts that look like dates and times are inferred as such.</summary>
    public bool InferDates { get; init; }

    /// <summary>Words that, unquoted, stand for null beside the empty one.</summary>
    public IReadOnlyList<byte[]> NullValues { get; init; } = [];

    /// <summary>The dialect of these settings, or null when a problem was added.</summary>
    /// <param name="options">The settings; null for all defaults.</param>
    /// <param name="defaultDelimiter">The delimiter where none is set.</param>
    /// <param name="path">The path of the settings, for problems.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static CsvDialect? From(CsvOptions? options, byte defaultDelimiter, string path, Problems problems)
    {
        options ??= new CsvOptions();
        var before = problems.Count;
        var delimiter = options.Delimiter is null ? defaultDelimiter : Single(options.Delimiter, $"{path}.delimiter", problems);
        var quote = options.Quote.Length == 0 ? (byte?)null : Single(options.Quote, $"{path}.quote", problems);
        var escape = string.IsNullOrEmpty(options.Escape) ? quote : Single(options.Escape, $"{path}.escape", problems);
        if (problems.Count == before && (delimiter == quote || delimiter == escape))
            problems.Add($"{path}.delimiter", "must differ from quote and escape.");
        if (!TextEncodings.IsKnown(options.Encoding))
            problems.Add($"{path}.encoding", $"'{options.Encoding}' is not a known character encoding. Known are auto, utf-8, utf-16, utf-16be, latin1, windows-1252 and the other registered names.");
        if (problems.Count > before)
            return null;
        return new CsvDialect
        {
            Delimiter = delimiter,
            Quote = quote,
            Escape = escape,
            Header = options.Header,
            Encoding = options.Encoding,
            FillShortRecords = options.ShortRecords == CsvOptions.ShortRecord.Fill,
            KeepBareQuotes = options.BareQuotes == CsvOptions.BareQuote.Keep,
            InferDates = options.InferDates,
            NullValues = [.. options.NullValues.Where(word => word.Length > 0).Select(System.Text.Encoding.UTF8.GetBytes)],
        };
    }

    /// <summary>Whether the unquoted field stands for null.</summary>
    internal bool IsNullWord(ReadOnlySpan<byte> field)
    {
        foreach (var word in NullValues)
        {
            if (field.SequenceEqual(word))
                return true;
        }

        return false;
    }

    private static byte Single(string text, string path, Problems problems)
    {
        text = text.ToLowerInvariant() switch { "\\t" or "tab" => "\t", _ => text };
        if (text.Length == 1 && text[0] is < (char)128 and not '\r' and not '\n')
            return (byte)text[0];
        problems.Add(path, $"must be one ASCII character other than a line end, not '{text}'.");
        return 0;
    }
}
