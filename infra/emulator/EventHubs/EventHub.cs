using System.Globalization;
using System.Text;
using DataAggregator.Emulator.Triggers;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>An event hub that exists in the log.</summary>
/// <param name="Id">Its key in the database.</param>
/// <param name="Name">The name it was created with; names differ by more than case.</param>
/// <param name="PartitionCount">How many partitions it has, for good.</param>
/// <param name="CreatedOn">When it was first named.</param>
internal sealed record EventHub(long Id, string Name, int PartitionCount, DateTimeOffset CreatedOn)
{
    /// <summary>Completes its waiters when events arrive: one a partition.</summary>
    public IReadOnlyList<Signal> Arrivals { get; } = [.. Enumerable.Range(0, PartitionCount).Select(_ => new Signal())];

    /// <summary>The ids of the partitions.</summary>
    public string[] PartitionIds => [.. Enumerable.Range(0, PartitionCount).Select(partition => partition.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The partition's number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such partition.</exception>
    public int PartitionById(string partitionId)
    {
        var index = Array.IndexOf(PartitionIds, partitionId);
        return index >= 0
            ? index
            : throw new ArgumentOutOfRangeException(nameof(partitionId), partitionId, $"The event hub '{Name}' has the partitions 0 to {PartitionCount - 1}.");
    }

    /// <summary>The partition of a key: FNV-1a over UTF-8, the same in every process and version.</summary>
    public int PartitionByKey(string key)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(key))
        {
            hash = (hash ^ value) * 16777619u;
        }

        return (int)(hash % (uint)PartitionCount);
    }
}
