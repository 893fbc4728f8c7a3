using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// Some of the groups of a run, told by their hash. They stay in memory until there is too little; then they go to blocks of a spill file, and what
/// follows is gathered in memory up to a quota, and goes there too. Whoever uses it holds its <see cref="Mutex"/>.
/// </summary>
internal sealed class GroupPartition(AggregationPlan plan, MemoryBudget memory) : IDisposable
{
    // Blocks are about this long: enough to be read at the speed of the disk.
    private const int BlockBytes = 256 << 10;

    private const int UncountedBytes = 2 << 10;

    private readonly Reservation reservation = new(memory);
    private readonly List<SpilledBlocks.Block> blocks = [];
    private int mostGroups = int.MaxValue;
    private long uncounted;

    /// <summary>Held by who uses it.</summary>
    public Lock Mutex { get; } = new();

    /// <summary>The groups in memory.</summary>
    public Groups Groups { get; private set; } = new(plan, memory);

    /// <summary>Whether part of it is in the spill file.</summary>
    public bool IsSpilled => blocks.Count > 0;

    /// <summary>Where that is.</summary>
    public IReadOnlyList<SpilledBlocks.Block> Blocks => blocks;

    /// <summary>Bytes of memory that it took when it was last counted.</summary>
    public long SizeInBytes { get; private set; }

    /// <summary>Counts its memory against the budget.</summary>
    /// <returns>False when there is not that much left.</returns>
    public bool TryReserve()
    {
        SizeInBytes = Groups.SizeInBytes;
        return reservation.TryResize(SizeInBytes);
    }

    /// <summary>Takes a group that was written; <paramref name="written"/> then begins after it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="written">What stands behind the key.</param>
    /// <returns>Whether its memory should be counted, which takes longer than to merge a group.</returns>
    public bool Merge(scoped ReadOnlySpan<byte> key, ulong hash, ref ReadOnlySpan<byte> written)
    {
        var length = written.Length;
        Groups.Merge(key, hash, ref written);
        uncounted += key.Length + length - written.Length;
        if (uncounted < UncountedBytes)
            return false;
        uncounted = 0;
        return true;
    }

    /// <summary>Whether what is gathered of a spilled partition should follow it.</summary>
    /// <param name="quota">How much memory it may take.</param>
    public bool IsDue(long quota)
    {
        if (Groups.IsFull)
            return true;
        if (!IsSpilled || Groups.Count == 0)
            return false;
        // Arrays keep their size when they are emptied, so it is the number of groups at which they first took the quota that counts then.
        if (mostGroups == int.MaxValue && Groups.SizeInBytes > quota)
            mostGroups = Groups.Count;
        return Groups.Count >= mostGroups || Groups.SizeInBytes > 2 * quota;
    }

    /// <summary>Writes all groups to the spill file.</summary>
    /// <param name="spilled">The file.</param>
    /// <param name="written">A buffer of the worker.</param>
    /// <param name="quota">How much memory it may take from now on.</param>
    public void Spill(SpilledBlocks spilled, KeyBuffer written, long quota)
    {
        written.Clear();
        for (var group = 0; group < Groups.Count; group++)
        {
            Groups.Write(group, written);
            if (written.Length < BlockBytes && group < Groups.Count - 1)
                continue;
            blocks.Add(spilled.Write(written.Written));
            written.Clear();
        }

        if (Groups.SizeInBytes > 2 * quota)
            Forget();
        else
            Groups.Clear();
        TryReserve();
    }

    /// <summary>Lets go of the groups in memory.</summary>
    public void Forget()
    {
        Groups.Clear();
        Groups = new Groups(plan, memory);
        mostGroups = int.MaxValue;
        TryReserve();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Groups.Clear();
        reservation.Dispose();
    }
}
