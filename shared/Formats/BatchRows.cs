using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats;

/// <summary>
/// The rows of the batch that a reader is filling. A rejected record keeps its row, which is then not selected: so the ordinals of the
/// others stand.
/// </summary>
internal sealed class BatchRows(ReadOptions options)
{
    private readonly List<int> bad = [];
    private long firstOrdinal = options.FirstOrdinal;

    /// <summary>The records rejected since the last batch.</summary>
    public List<RejectedRecord> Rejected { get; private set; } = [];

    /// <summary>Rows so far, those of rejected records included.</summary>
    public int Count { get; private set; }

    /// <summary>Records that the batch has room for.</summary>
    public int Left => options.BatchRows - Count;

    /// <summary>The ordinal of the next record.</summary>
    public long NextOrdinal => firstOrdinal + Count;

    /// <summary>Counts rows that every column has.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rejected">Those of them that are rejected, ascending from 0.</param>
    public void Add(int count, IEnumerable<int> rejected)
    {
        foreach (var row in rejected)
            bad.Add(Count + row);
        Count += count;
    }

    /// <summary>The batch of these columns; the next record is the first of the next batch.</summary>
    public SourceBatch Build(Schema schema, Column[] columns, string? position, long bytesRead)
    {
        var batch = new RecordBatch(schema, columns, Count, options.Partition, firstOrdinal, Selection());
        var result = new SourceBatch(batch, position, Rejected, bytesRead);
        firstOrdinal += Count;
        Count = 0;
        bad.Clear();
        Rejected = [];
        return result;
    }

    private int[]? Selection()
    {
        if (bad.Count == 0)
            return null;
        var selection = new int[Count - bad.Count];
        for (int row = 0, next = 0, kept = 0; row < Count; row++)
        {
            if (next < bad.Count && bad[next] == row)
                next++;
            else
                selection[kept++] = row;
        }

        return selection;
    }
}
