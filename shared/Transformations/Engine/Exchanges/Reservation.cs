using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>What one worker holds of the run's memory budget. Not for several threads at once.</summary>
internal sealed class Reservation(MemoryBudget memory) : IDisposable
{
    private long reserved;

    /// <summary>Makes it that many bytes.</summary>
    /// <returns>False when there is not that much left; then it stays as it is.</returns>
    public bool TryResize(long bytes)
    {
        if (bytes > reserved && !memory.TryReserve(bytes - reserved))
            return false;
        if (bytes < reserved)
            memory.Release(reserved - bytes);
        reserved = bytes;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => TryResize(0);
}
