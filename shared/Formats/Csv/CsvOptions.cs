using System.ComponentModel;

namespace DataAggregator.Formats.Csv;

/// <summary>How CSV is written, as a user sets it.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between fields.</summary>
    [Description("The character between fields; \\t or tab for tabs. Left out: a tab for .tsv files, else a comma.")]
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

    /// <summary>Words that stand for null.</summary>
    [Description("Words that, unquoted, stand for null, such as NULL or \\N. An empty unquoted field always does.")]
    public IReadOnlyList<string> NullValues { get; init; } = [];
}
