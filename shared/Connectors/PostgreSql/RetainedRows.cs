using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>The batches that were sent since the last savepoint, kept until the server has taken them, so that a part of them can be sent again.</summary>
internal sealed class RetainedRows : IDisposable
{
    private readonly List<(RecordBatch Batch, IReadOnlyList<RejectedRecord> Unsent)> batches = [];

    // Made when the first row is asked for, which few runs do.
    private List<(RecordBatch Batch, int[] Rows)>? sent;

    private List<(RecordBatch Batch, int[] Rows)> Sent => sent ??= batches.ConvertAll(batch => (batch.Batch, RowsSent(batch.Batch, batch.Unsent)));

    /// <summary>Keeps a batch, which is disposed with these; <paramref name="unsent"/> are the records of it that were left out.</summary>
    public void Add(RecordBatch batch, IReadOnlyList<RejectedRecord> unsent) => batches.Add((batch, unsent));

    /// <summary>The rows sent from the <paramref name="first"/>-th to before the <paramref name="end"/>-th, as batches that the caller disposes.</summary>
    public IEnumerable<RecordBatch> Slice(int first, int end)
    {
        foreach (var (batch, rows) in Sent)
        {
            var (from, to) = (Math.Max(first, 0), Math.Min(end, rows.Length));
            if (from < to)
                yield return batch.Select(rows[from..to]);
            (first, end) = (first - rows.Length, end - rows.Length);
        }
    }

    /// <summary>The <paramref name="index"/>-th row that was sent.</summary>
    public (RecordBatch Batch, int Row) At(int index)
    {
        foreach (var (batch, rows) in Sent)
        {
            if (index < rows.Length)
                return (batch, rows[index]);
            index -= rows.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    /// <summary>Lets the batches go.</summary>
    public void Dispose()
    {
        foreach (var (batch, _) in batches)
            batch.Dispose();
        batches.Clear();
    }

    private static int[] RowsSent(RecordBatch batch, IReadOnlyList<RejectedRecord> unsent)
    {
        var left = unsent.Select(record => record.Ordinal).ToHashSet();
        return [.. Enumerable.Range(0, batch.Count).Select(batch.RowAt).Where(row => !left.Contains(batch.FirstOrdinal + row))];
    }
}
