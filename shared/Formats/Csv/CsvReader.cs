using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>Reads records from CSV in UTF-8. Memory is bounded by a few batches, or by the longest record up to <see cref="ReadOptions.MaxRecordBytes"/>.</summary>
/// <param name="dialect">How it is written.</param>
/// <param name="columns">The names of its columns, in the order of the file.</param>
/// <param name="options">What to make of it.</param>
/// <param name="header">The header as it is written (<see cref="CsvHeader.Text"/>): a record that repeats it is rejected. Empty for none.</param>
public sealed class CsvReader(CsvDialect dialect, IReadOnlyList<string> columns, ReadOptions options, ReadOnlyMemory<byte> header = default)
{
    private readonly Schema schema = options.Schema ?? new Schema(columns.Select(name => new Field(name, DataType.String)));

    /// <summary>Reads the records of a stream that stands at the beginning of one.</summary>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new TextBuffer(utf8, options.End - options.Offset);
        var block = new CsvBlock(dialect, columns, schema, options, header);
        var (offset, line) = (options.Offset, options.Line);
        var batchOffset = offset;
        var isSkipping = false;
        await text.FillAsync(cancellationToken).ConfigureAwait(false);
        while (text.Start < text.End || !text.IsFinal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = text.Start;
            if (isSkipping)
                isSkipping = !SkipLine(text);
            else if (!block.TryRead(text, line))
                isSkipping = TryRejectOversized(text, block, line);
            if (text.Start == start)
            {
                await text.FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            offset += text.Start - start;
            line += CsvLines.Count(text.Bytes.AsSpan(start, text.Start - start));
            // Within a record that was rejected as too long, nobody could go on.
            if (!block.IsFull || isSkipping)
                continue;
            yield return block.Build(new ReadPosition(offset, line), offset - batchOffset);
            batchOffset = offset;
        }

        if (!block.IsEmpty)
            yield return block.Build(new ReadPosition(offset, line), offset - batchOffset);
    }

    private static bool TryRejectOversized(TextBuffer text, CsvBlock block, long line)
    {
        if (text.End - text.Start <= block.MaxRecordBytes)
            return false;
        block.RejectAll(text, line);
        return true;
    }

    /// <summary>Uses up the text to the end of the line, if it is at hand.</summary>
    internal static bool SkipLine(TextBuffer text)
    {
        var found = text.Span.IndexOf((byte)'\n');
        text.Use(found < 0 ? text.End : text.Start + found + 1);
        return found >= 0;
    }
}
