using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Remembers which record each line of a COPY is, so that a complaint of the server about a line can name the record.</summary>
internal sealed class RowOrigins
{
    private readonly List<(long FirstLine, int Partition, long FirstOrdinal, int[]? Rows)> batches = [];

    /// <summary>Notes that the lines from <paramref name="firstLine"/> (counted from 0) are the batch's rows.</summary>
    public void Add(long firstLine, RecordBatch batch) =>
        batches.Add((firstLine, batch.Partition, batch.FirstOrdinal, batch.IsDense ? null : batch.Selection.ToArray()));

    /// <summary>The record at a line, counted from 0, in words; null when it is not known.</summary>
    public string? Describe(long line)
    {
        var index = batches.FindLastIndex(batch => batch.FirstLine <= line);
        if (index < 0)
            return null;
        var (first, partition, ordinal, rows) = batches[index];
        var offset = line - first;
        if (rows is not null)
            offset = offset < rows.Length ? rows[offset] : -1;
        return offset < 0 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"record {ordinal + offset} of partition {partition}");
    }
}
