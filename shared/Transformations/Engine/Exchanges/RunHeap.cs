namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The runs of a merge as a binary heap: the one whose record at hand has the least key is on top.</summary>
internal sealed class RunHeap(int capacity)
{
    private readonly RunCursor[] cursors = new RunCursor[capacity];
    private int count;

    /// <summary>The run with the least key; null when there are none.</summary>
    public RunCursor? Least => count == 0 ? null : cursors[0];

    /// <summary>Adds a run.</summary>
    public void Add(RunCursor cursor)
    {
        var at = count++;
        for (; at > 0 && IsLess(cursor, cursors[(at - 1) / 2]); at = (at - 1) / 2)
            cursors[at] = cursors[(at - 1) / 2];
        cursors[at] = cursor;
    }

    /// <summary>Removes the run with the least key.</summary>
    public void RemoveLeast()
    {
        cursors[0] = cursors[--count];
        Restore();
    }

    /// <summary>Finds the least key again after the run on top went on.</summary>
    public void Restore()
    {
        var moved = cursors[0];
        var at = 0;
        for (var child = 1; child < count; child = (2 * at) + 1)
        {
            if (child + 1 < count && IsLess(cursors[child + 1], cursors[child]))
                child++;
            if (!IsLess(cursors[child], moved))
                break;
            cursors[at] = cursors[child];
            at = child;
        }

        cursors[at] = moved;
    }

    private static bool IsLess(RunCursor left, RunCursor right) => left.Prefix != right.Prefix ? left.Prefix < right.Prefix : left.Key.SequenceCompareTo(right.Key) < 0;
}
