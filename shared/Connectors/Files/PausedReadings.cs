using System.Collections.Concurrent;

namespace DataAggregator.Connectors.Files;

/// <summary>
/// Keeps files open between two segments. What is compressed, transcoded or a workbook cannot be entered anywhere: opened anew for each segment, all before it
/// would be read again, and ten times the records took a hundred times as long. What nobody goes on with is closed after a while.
/// </summary>
/// <param name="time">Tells how long nobody came.</param>
internal sealed class PausedReadings(TimeProvider time)
{
    private const int Most = 8;

    // A destination may take its time over a segment.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<PausedReading.Place, (PausedReading Reading, ITimer Timer, long Number)> paused = new();
    private long kept;

    /// <summary>The reading that was paused there, now the caller's; null when there is none.</summary>
    public PausedReading? Take(PausedReading.Place place)
    {
        if (!paused.TryRemove(place, out var found))
            return null;
        found.Timer.Dispose();
        return found.Reading;
    }

    /// <summary>Keeps a reading for whoever goes on there, in place of the one that waits longest where too many are kept: that may be a preview's, which nobody goes on with. One whose reader gave up is closed.</summary>
    public async ValueTask KeepAsync(PausedReading.Place place, PausedReading reading)
    {
        var timer = time.CreateTimer(_ => _ = CloseAsync(place), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!reading.IsAlive || !paused.TryAdd(place, (reading, timer, Interlocked.Increment(ref kept))))
        {
            await timer.DisposeAsync().ConfigureAwait(false);
            await reading.DisposeAsync().ConfigureAwait(false);
            return;
        }

        timer.Change(Patience, Timeout.InfiniteTimeSpan);
        foreach (var (oldest, _) in paused.ToArray().OrderByDescending(one => one.Value.Number).Skip(Most))
            await CloseAsync(oldest).ConfigureAwait(false);
    }

    private async Task CloseAsync(PausedReading.Place place)
    {
        if (Take(place) is { } reading)
            await reading.DisposeAsync().ConfigureAwait(false);
    }
}
