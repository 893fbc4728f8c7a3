using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Fields;

/// <summary>
/// The rows of the batch that a reader is filling. A rejected record keeps its row, which is then not selected: so the ordinals of the
/// others stand.
/// </summary>
internal sealed class BatchRows(ReadOptions options)
{
    private readonly List<int> bad = [];
    private List<RejectedRecord> rejected = [];
    private long firstOrdinal = options.FirstOrdinal;

    /// <summary>The records rejected since the last batch; added by <see cref="Reject"/>.</summary>
    public IReadOnlyList<RejectedRecord> Rejected => rejected;

    /// <summary>Bytes of the rejected records: they wait in memory for the batch, like the others.</summary>
    public long RejectedBytes { get; private set; }

    /// <summary>Rows so far, those of rejected records included.</summary>
    public int Count { get; private set; }

    /// <summary>Records that the batch has room for.</summary>
    public int Left => options.BatchRows - Count;

    /// <summary>The ordinal of the next record.</summary>
    public long NextOrdinal => firstOrdinal + Count;

    /// <summary>Keeps a record's reasons; its row is counted by <see cref="Add"/>.</summary>
    public void Reject(RejectedRecord record)
    {
        rejected.Add(record);
        RejectedBytes += record.Record.Length;
    }

    /// <summary>Counts rows that every column has.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rejectedRows">Those of them that are rejected, ascending from 0.</param>
    public void Add(int count, IEnumerable<int> rejectedRows)
    {
        foreach (var row in rejectedRows)
            bad.Add(Count + row);
        Count += count;
    }

    /// <summary>The batch of these columns; the next record is the first of the next batch.</summary>
    public SourceBatch Build(Schema schema, Column[] columns, string? position, long bytesRead, IReadOnlyList<FieldCounts> counts)
    {
        var batch = new RecordBatch(schema, columns, Count, options.Partition, firstOrdinal, Selection());
        var result = new SourceBatch(batch, position, rejected, bytesRead) { Counts = counts };
        firstOrdinal += Count;
        Count = 0;
        bad.Clear();
        rejected = [];
        RejectedBytes = 0;
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
