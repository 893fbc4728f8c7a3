using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>
/// Splits a CSV text at true record starts, in one pass over it that looks at quotes and line ends only. What a record is, is decided
/// as when reading (<see cref="CsvRecordIndex"/>): each range read alone gives what it gives in the whole.
/// </summary>
public sealed class CsvPlanner
{
    private const int MaxRecordsAtOnce = 64 * 1024;

    private readonly CsvRecordIndex index;
    private readonly int maxRecordBytes;

    /// <summary>A planner for texts of that dialect.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="columns">The number of columns: in a text of one column, an empty line is a record.</param>
    /// <param name="options">What the text will be read by.</param>
    public CsvPlanner(CsvDialect dialect, int columns, ReadOptions options)
    {
        maxRecordBytes = options.MaxRecordBytes;
        // Without delimiters every record has one field; only whether empty lines count is kept from the number of columns.
        index = CsvRecordIndex.ForRecords(dialect, emptyLinesCount: columns == 1, maxRecordBytes);
    }

    /// <summary>The ranges of a stream that stands at the first record.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="start">The position of the stream in the whole text, in bytes.</param>
    /// <param name="line">The line there, from 1.</param>
    /// <param name="rangeBytes">About the size of a range.</param>
    /// <param name="limit">The most records wanted; the last range ends with it. Null for all.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public async Task<IReadOnlyList<CsvRange>> PlanAsync(Stream utf8, long start, long line, long rangeBytes, long? limit, CancellationToken cancellationToken)
    {
        using var text = new TextBuffer(utf8, long.MaxValue);
        var ranges = new List<CsvRange>();
        var open = new CsvRange(start, start, line, 0, 0);
        var isSkipping = false;
        // Few at a time where ranges are small, so that they come out about as small as asked for.
        var step = Math.Clamp(rangeBytes / 64, 1, MaxRecordsAtOnce);
        await text.FillAsync(cancellationToken).ConfigureAwait(false);
        while (text.Start < text.End || !text.IsFinal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = text.Start;
            var left = limit - open.FirstRecord - open.Records;
            if (left <= 0)
                break;
            var records = isSkipping ? Skip(text, ref isSkipping) : Find(text, (int)Math.Min(left ?? step, step), ref isSkipping);
            if (text.Start == from)
            {
                await text.FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            line += CsvLines.Count(text.Bytes.AsSpan(from, text.Start - from));
            open = open with { End = open.End + text.Start - from, Records = open.Records + records };
            if (isSkipping || open.End - open.Start < rangeBytes)
                continue;
            ranges.Add(open);
            open = new CsvRange(open.End, open.End, line, open.FirstRecord + open.Records, 0);
        }

        if (open.Records > 0 || ranges.Count == 0)
            ranges.Add(open);
        return ranges;
    }

    private int Find(TextBuffer text, int maxRecords, ref bool isSkipping)
    {
        index.Scan(text.Bytes, text.Start, text.End, text.IsFinal, maxRecords);
        if (index.Consumed == text.Start && text.End - text.Start > maxRecordBytes)
        {
            text.Use(text.End);
            isSkipping = true;
            return 1;
        }

        text.Use(index.Consumed);
        return index.Rows;
    }

    private static int Skip(TextBuffer text, ref bool isSkipping)
    {
        isSkipping = !CsvReader.SkipLine(text);
        return 0;
    }
}
