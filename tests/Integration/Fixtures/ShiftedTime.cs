namespace DataAggregator.Tests.Fixtures;

/// <summary>The machine's clock as somebody sets it: the time of day is that of the system and a shift; what counts elapsed time goes on as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;

    /// <summary>Sets the clock forward, or back.</summary>
    public void Shift(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
}
