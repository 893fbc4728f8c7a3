namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>When a process gets SIGKILL.</summary>
/// <param name="Point">At a named point, and for the how manieth time (<c>committed:3</c>); null for a moment.</param>
/// <param name="After">A moment: how long after its start.</param>
internal sealed record Kill(string? Point, TimeSpan After)
{
    public override string ToString() => Point ?? $"after {After.TotalMilliseconds:0} ms";
}
