namespace DataAggregator.Transformations.Aggregations;

/// <summary>The values of a group out of several sorted runs, in the order of their bytes.</summary>
internal sealed class ValueMerge
{
    private readonly PriorityQueue<ValueCursor, ValueCursor> cursors = new(Comparer<ValueCursor>.Create((left, right) => left.Value.SequenceCompareTo(right.Value)));
    private ValueCursor? current;

    public ValueMerge(IEnumerable<ValueCursor> runs)
    {
        foreach (var cursor in runs)
            Add(cursor);
    }

    /// <summary>The value at hand.</summary>
    public ReadOnlySpan<byte> Value => current!.Value;

    /// <summary>Goes to the next value, the first one to begin with.</summary>
    /// <returns>False when there is none.</returns>
    public bool Move()
    {
        if (current is not null)
            Add(current);
        return cursors.TryDequeue(out current, out _);
    }

    private void Add(ValueCursor cursor)
    {
        if (cursor.Move())
            cursors.Enqueue(cursor, cursor);
    }
}
