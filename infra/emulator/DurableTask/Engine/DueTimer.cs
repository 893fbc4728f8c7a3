namespace DataAggregator.Emulator.Durable;

/// <summary>One timer for the next due instant of all instances.</summary>
internal sealed class DueTimer : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly EngineClock clock;
    private readonly ITimer timer;
    private long next = long.MaxValue;

    public DueTimer(EngineClock clock, Action onDue)
    {
        this.clock = clock;
        timer = clock.Time.CreateTimer(_ => Fire(onDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fires at a time, unless it fires before anyway.</summary>
    public void Schedule(long due)
    {
        lock (gate)
        {
            if (due < next)
            {
                next = due;

                // Whole milliseconds, rounded up: a timer counts no less, and should not fire before it is due.
                var wait = TimeSpan.FromTicks(Math.Clamp(due - clock.Now, 0, Longest.Ticks));
                timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => timer.Dispose();

    private void Fire(Action onDue)
    {
        lock (gate)
        {
            next = long.MaxValue;
        }

        onDue();
    }
}
