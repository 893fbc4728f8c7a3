using System.Runtime.InteropServices;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;
using DataAggregator.Orchestrations.Runs;

namespace DataAggregator.Orchestrations.Quality;

/// <summary>
/// Compares the keys of all records of a run, in bounded memory: they are sealed beside the run's segments while it is at work, and read as often as it takes, each
/// time for another range of keys.
/// </summary>
internal sealed class UniqueKeys(ISegmentStore segments, IReadOnlyList<SegmentId> ids, long records)
{
    private const int KeyBytes = 16;

    // 64 MB of keys.
    private const int KeysAtATime = 4 << 20;

    /// <summary>Seals the keys of a segment, which are the same each time it is delivered.</summary>
    public static Task SealAsync(ISegmentStore segments, SegmentId id, IReadOnlyList<KeyCollection> collections, CancellationToken cancellationToken) => segments.SealAsync(
        PlaceOf(id),
        async (stream, token) =>
        {
            foreach (var collection in collections)
            {
                await stream.WriteAsync(BitConverter.GetBytes(collection.Expectation), token);
                await stream.WriteAsync(BitConverter.GetBytes(collection.Keys.Count), token);
                await stream.WriteAsync(collection.Bytes.ToArray(), token);
            }
        },
        cancellationToken);

    /// <summary>How many records have the key of another; null when keys are missing.</summary>
    public async Task<long?> CountDuplicatesAsync(int expectation, CancellationToken cancellationToken)
    {
        var passes = (int)(records / KeysAtATime) + 1;
        var (duplicates, keys) = (0L, new List<UInt128>());
        for (var pass = 0; pass < passes; pass++)
        {
            keys.Clear();
            foreach (var id in ids)
            {
                if (!await segments.ExistsAsync(PlaceOf(id), cancellationToken))
                    return null;
                await ReadAsync(id, expectation, key => (int)(((key >> 64) * (UInt128)passes) >> 64) == pass, keys, cancellationToken);
            }

            duplicates += CountRepeated(keys);
        }

        return duplicates;
    }

    private static SegmentId PlaceOf(SegmentId id) => id with { Partition = RunPartitions.Keys + id.Partition };

    private static long CountRepeated(List<UInt128> keys)
    {
        var sorted = CollectionsMarshal.AsSpan(keys);
        sorted.Sort();
        var repeated = 0L;
        for (var i = 1; i < sorted.Length; i++)
            repeated += sorted[i] == sorted[i - 1] ? 1 : 0;
        return repeated;
    }

    private async Task ReadAsync(SegmentId id, int expectation, Func<UInt128, bool> isWanted, List<UInt128> keys, CancellationToken cancellationToken)
    {
        await using var stream = await segments.OpenAsync(PlaceOf(id), cancellationToken);
        var header = new byte[2 * sizeof(int)];
        while (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken) == header.Length)
        {
            var bytes = new byte[BitConverter.ToInt32(header, sizeof(int)) * KeyBytes];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            if (BitConverter.ToInt32(header) != expectation)
                continue;
            foreach (var key in MemoryMarshal.Cast<byte, UInt128>(bytes))
            {
                if (isWanted(key))
                    keys.Add(key);
            }
        }
    }
}
