using System.Text.Unicode;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>The names of a CSV text's columns, and where its records begin.</summary>
/// <param name="Names">One name a column: unique, none empty. A missing name is <c>column_3</c>, a repeated one <c>price_2</c>.</param>
/// <param name="DataStart">The position of the first record in the text.</param>
/// <param name="DataLine">The line of the first record, from 1.</param>
public sealed record CsvHeader(IReadOnlyList<string> Names, long DataStart, long DataLine)
{
    /// <summary>Whether the first record ends within the text that was looked at.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The line at which the first record has a quoted field that is not closed, so that neither its names nor its end are known; null when it has none.</summary>
    public long? UnclosedLine { get; init; }

    /// <summary>Whether the names are text in UTF-8.</summary>
    public bool IsText { get; init; } = true;

    /// <summary>The header as it is written, without its line end; empty where the first record is no header.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>Reads the header that the text begins with; the text holds at least the first record, unless it is empty.</summary>
    /// <param name="text">The beginning of the text, behind its byte order mark.</param>
    /// <param name="dialect">The dialect.</param>
    public static CsvHeader Read(ReadOnlySpan<byte> text, CsvDialect dialect)
    {
        var start = text.IndexOfAnyExcept((byte)'\n', (byte)'\r');
        if (start < 0)
            return new CsvHeader([], text.Length, 1);
        var fields = CsvFields.OfRecord(text[start..], dialect, out var length, out var unclosed);
        var lineEnd = start + length;
        var end = lineEnd + (text[lineEnd..].StartsWith("\r\n"u8) ? 2 : lineEnd < text.Length ? 1 : 0);
        IReadOnlyList<string> names = dialect.Header ? FieldNames.Unique(fields) : [.. Enumerable.Range(1, fields.Count).Select(FieldNames.Unnamed)];
        return new CsvHeader(names, dialect.Header ? end : 0, dialect.Header ? 1 + CsvLines.Count(text[..end]) : 1)
        {
            IsComplete = lineEnd < text.Length,
            UnclosedLine = unclosed < 0 ? null : 1 + CsvLines.Count(text[..(start + unclosed)]),
            IsText = !dialect.Header || Utf8.IsValid(text[start..lineEnd]),
            Text = dialect.Header ? text[start..lineEnd].ToArray() : default,
        };
    }
}
