using System.ComponentModel;

namespace DataAggregator.Formats.Csv;

/// <summary>How CSV is written, as a user sets it.</summary>
public sealed record CsvOptions
{
    /// <summary>What becomes of a record with fewer fields than the header.</summary>
    public enum ShortRecord
    {
        /// <summary>It is rejected.</summary>
        Reject,

        /// <summary>What it lacks is null.</summary>
        Fill,
    }

    /// <summary>What becomes of a record with a quote in a field that does not begin with one.</summary>
    public enum BareQuote
    {
        /// <summary>It is rejected: its fields may not be what they seem.</summary>
        Reject,

        /// <summary>The quote is a character like any other.</summary>
        Keep,
    }

    /// <summary>The character between fields.</summary>
    [Description("The character between fields; \\t or tab for tabs. Left out: for reading, the one that splits the first records alike, of comma, semicolon, tab and bar; for writing, a tab for .tsv files, else a comma.")]
    public string? Delimiter { get; init; }

    /// <summary>The character around fields that hold delimiters or line ends; empty for none.</summary>
    [Description("The character around fields that hold delimiters, quotes or line ends; empty for none.")]
    public string Quote { get; init; } = "\"";

    /// <summary>The character that takes the meaning from a quote inside a quoted field.</summary>
    [Description("The character that makes a quote inside a quoted field an ordinary one; left out: the quote itself, doubled.")]
    public string? Escape { get; init; }

    /// <summary>Whether the first record names the fields.</summary>
    [Description("Whether the first record names the fields. Without it they are column_1, column_2 and so on.")]
    public bool Header { get; init; } = true;

    /// <summary>The character encoding.</summary>
    [Description("The character encoding: auto (by byte order mark, else UTF-8), utf-8, utf-16, utf-16be, latin1, windows-1252 and others by name.")]
    public string Encoding { get; init; } = "auto";

    /// <summary>What becomes of a record with fewer fields than the header.</summary>
    [Description("What becomes of a record that has fewer fields than the first: reject, or fill what it lacks with null. One with more fields is always rejected.")]
    public ShortRecord ShortRecords { get; init; } = ShortRecord.Reject;

    /// <summary>What becomes of a record with a quote in a field that does not begin with one.</summary>
    [Description("What becomes of a record with a quote in a field that does not begin with one, such as 5\" pipe: reject it, or keep the quote as a character like any other.")]
    public BareQuote BareQuotes { get; init; } = BareQuote.Reject;

    /// <summary>Whether dates are inferred.</summary>
    [Description("Whether texts such as 2025-01-15 or 2025-01-15T10:00:00Z are inferred as dates and times; without it they stay texts unless a schema declares them.")]
    public bool InferDates { get; init; }

    /// <summary>Words that stand for null.</summary>
    [Description("Words that, unquoted, stand for null, such as NULL or \\N. An empty unquoted field always does.")]
    public IReadOnlyList<string> NullValues { get; init; } = [];
}
