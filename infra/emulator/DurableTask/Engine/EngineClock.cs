namespace DataAggregator.Emulator.Durable;

/// <summary>
/// The time in ticks of UTC, which never goes back, as the order of messages depends on it, and never stands still: what waits goes on in time
/// although the machine's clock was set back.
/// </summary>
internal sealed class EngineClock(TimeProvider time)
{
    private readonly Lock gate = new();
    private long latest;
    private long looked = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Now
    {
        get
        {
            lock (gate)
            {
                var now = time.GetTimestamp();
                latest = Math.Max(latest + time.GetElapsedTime(looked, now).Ticks, time.GetUtcNow().UtcTicks);
                looked = now;
                return latest;
            }
        }
    }
}
