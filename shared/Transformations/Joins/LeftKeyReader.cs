namespace DataAggregator.Transformations.Joins;

/// <summary>Reads the records of a partition that several workers wrote, in the order of their sequences.</summary>
internal sealed class LeftKeyReader(IEnumerable<LeftKeyCursor> workers)
{
    private readonly List<LeftKeyCursor> cursors = [.. workers.Where(cursor => cursor.Move())];
    private LeftKeyCursor? least;

    /// <summary>The key of the record at hand.</summary>
    public ReadOnlySpan<byte> Key => least!.Key;

    /// <summary>Where it stands.</summary>
    public long Sequence => least!.Sequence;

    /// <summary>Goes to the next record, the first one to begin with.</summary>
    /// <returns>False when there is none.</returns>
    public bool Move()
    {
        if (least is not null && !least.Move())
            cursors.Remove(least);
        least = null;
        foreach (var cursor in cursors)
        {
            if (least is null || cursor.Sequence < least.Sequence)
                least = cursor;
        }

        return least is not null;
    }
}
