using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>The rows of a batch that are in the stream.</summary>
internal readonly ref struct ProfiledRows(RecordBatch batch)
{
    private readonly ReadOnlySpan<int> selection = batch.Selection;
    private readonly bool isDense = batch.IsDense;

    public int Count { get; } = batch.Count;

    public int this[int index] => isDense ? index : selection[index];

    /// <summary>How many of the rows are set in a bitmap.</summary>
    public int CountSet(Bitmap? bits)
    {
        if (bits is null)
            return 0;
        if (isDense)
            return bits.CountSet();
        var count = 0;
        foreach (var row in selection)
            count += bits[row] ? 1 : 0;
        return count;
    }
}
