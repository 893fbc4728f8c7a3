using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>The rows in the stream of one batch after the other, in buffers that are used again.</summary>
internal sealed class RowNumbers
{
    private int[] all = [];
    private int[] selected = [];

    /// <summary>An array that begins with the rows in the stream, <see cref="RecordBatch.Count"/> of them; valid until the next call.</summary>
    public int[] Of(RecordBatch batch)
    {
        if (!batch.IsDense)
        {
            if (selected.Length < batch.Count)
                selected = new int[batch.RowCount];
            batch.Selection.CopyTo(selected);
            return selected;
        }

        if (all.Length < batch.RowCount)
            all = [.. Enumerable.Range(0, batch.RowCount)];
        return all;
    }
}
