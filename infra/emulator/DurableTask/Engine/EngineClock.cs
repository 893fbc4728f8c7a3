namespace DataAggregator.Emulator.Durable;

/// <summary>The time in ticks of UTC, which never goes back: the order of messages depends on it.</summary>
internal sealed class EngineClock(TimeProvider time)
{
    private readonly Lock gate = new();
    private long latest;

    public TimeProvider Time => time;

    public long Now
    {
        get
        {
            lock (gate)
            {
                return latest = Math.Max(latest, time.GetUtcNow().UtcTicks);
            }
        }
    }
}
