using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Fields;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>Reads the records that stand complete in a window of text into the columns of a batch.</summary>
internal sealed class CsvBlock
{
    private const int IndexFields = 1 << 20;

    private readonly Schema schema;
    private readonly ReadOptions options;
    private readonly CsvRecordIndex index;
    private readonly CsvColumns columns;
    private readonly CsvRejects rejects;
    private readonly ColumnBuilder[] builders;
    private readonly BatchRows rows;
    private readonly FieldTally tally = new();
    private readonly IReadOnlyList<string> names;
    private readonly int maxRows;
    private readonly int[] fieldOf;
    private readonly int[] missing;
    private readonly bool[] declared;

    public CsvBlock(CsvDialect dialect, IReadOnlyList<string> names, Schema schema, ReadOptions options, ReadOnlyMemory<byte> header)
    {
        this.schema = schema;
        this.names = names;
        this.options = options;
        index = new CsvRecordIndex(dialect, names.Count, options.MaxRecordBytes, header);
        // Wide records: few rows at a time, or the index and the buffers would outgrow the text by far.
        maxRows = Math.Max(IndexFields / (names.Count + 1), 16);
        columns = new CsvColumns(dialect);
        rejects = new CsvRejects(dialect, names, schema);
        builders = [.. schema.Select(field => ColumnBuilder.For(field.Type, Math.Min(options.BatchRows, Math.Clamp(maxRows, 16, 4096))))];
        rows = new BatchRows(options);
        fieldOf = [.. names.Select(schema.IndexOf)];
        missing = [.. Enumerable.Range(0, schema.Count).Where(field => !fieldOf.Contains(field))];
        declared = [.. names.Select(options.Declared.Contains)];
    }

    /// <summary>The longest record.</summary>
    public int MaxRecordBytes => options.MaxRecordBytes;

    /// <summary>Whether no record was read since the last batch.</summary>
    public bool IsEmpty => rows.Count == 0;

    /// <summary>Whether it is time to hand the batch over.</summary>
    public bool IsFull
    {
        get
        {
            var size = 0L;
            foreach (var builder in builders)
                size += builder.SizeInBytes;
            return rows.Left == 0 || size + rows.RejectedBytes >= options.BatchBytes;
        }
    }

    /// <summary>Reads as many records as are complete and as the batch has room for.</summary>
    /// <returns>False when there was none.</returns>
    public bool TryRead(TextBuffer text, long line)
    {
        index.Scan(text.Bytes, text.Start, text.End, text.IsFinal, Math.Min(rows.Left, maxRows));
        if (index.Consumed == text.Start)
            return false;
        Append(text, line);
        return true;
    }

    /// <summary>Makes one rejected record of the whole window.</summary>
    public void RejectAll(TextBuffer text, long line)
    {
        index.ScanOversized(text.Start, text.End);
        Append(text, line);
    }

    /// <summary>The batch of what was read since the last one.</summary>
    public SourceBatch Build(ReadPosition position, long bytesRead) =>
        rows.Build(schema, Array.ConvertAll(builders, builder => builder.Build()), position.ToString(), bytesRead, tally.Take());

    private void Append(TextBuffer text, long line)
    {
        columns.Misfits.Clear();
        for (var column = 0; column < fieldOf.Length; column++)
        {
            if (fieldOf[column] < 0)
                continue;
            columns.Coerced = 0;
            columns.Append(text.Bytes, index, column, builders[fieldOf[column]], declared[column]);
            if (columns.Coerced > 0)
                tally.Coerced(names[column], columns.Coerced);
        }

        foreach (var misfit in columns.Misfits)
            tally.Rejected(names[misfit.Column]);

        foreach (var field in missing)
        {
            for (var row = 0; row < index.Rows; row++)
                builders[field].AppendAbsent();
        }

        var bad = rejects.Collect(text, index, columns.Misfits, line, options.Partition, rows);
        rows.Add(index.Rows, bad);
        text.Use(index.Consumed);
    }
}
