namespace DataAggregator.Core.Transformations;

/// <summary>The memory that all whole-run steps of a run share. What does not fit goes to disk. Safe for use by several workers.</summary>
/// <param name="bytes">The most that may be reserved at a time.</param>
public sealed class MemoryBudget(long bytes)
{
    private long reserved;

    /// <summary>The most that may be reserved at a time.</summary>
    public long Bytes => bytes;

    /// <summary>Reserves memory, unless there is not that much left.</summary>
    public bool TryReserve(long amount)
    {
        if (Interlocked.Add(ref reserved, amount) <= bytes)
            return true;
        Interlocked.Add(ref reserved, -amount);
        return false;
    }

    /// <summary>Counts memory that is taken already; what others may reserve is so much less.</summary>
    public void Take(long amount) => Interlocked.Add(ref reserved, amount);

    /// <summary>Gives back what was reserved.</summary>
    public void Release(long amount) => Interlocked.Add(ref reserved, -amount);
}
