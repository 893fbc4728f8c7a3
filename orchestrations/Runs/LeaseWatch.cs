using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Tells which runs have shown no sign of life for as long as their lease. What counts is how long this host has seen the lease unchanged, by a clock that
/// nobody sets: the clocks of hosts differ, and may be set while runs are at work.
/// </summary>
/// <param name="shortest">How long a run is left alone, at least.</param>
/// <param name="time">The clock.</param>
internal sealed class LeaseWatch(TimeSpan shortest, TimeProvider time)
{
    private Dictionary<string, Sighting> seen = [];

    /// <summary>Takes note of the unfinished runs as they are now; the others are forgotten.</summary>
    public void Look(IEnumerable<Run> unfinished)
    {
        var now = time.GetTimestamp();
        seen = unfinished.ToDictionary(run => run.Id, run => seen.TryGetValue(run.Id, out var before) && before.IsOf(run) ? before : Sighting.Of(run, now), StringComparer.Ordinal);
    }

    /// <summary>Whether the run has shown no sign of life for long enough.</summary>
    public bool HasLapsed(Run run)
    {
        var unchanged = seen.TryGetValue(run.Id, out var sighting) && sighting.IsOf(run) ? time.GetElapsedTime(sighting.Since) : TimeSpan.Zero;
        // One that waits to try again is granted its wait; whoever has just come here believes the clock about that.
        return unchanged >= shortest && (unchanged >= Granted(run) || time.GetUtcNow() > run.LeaseUntil);
    }

    private static TimeSpan? Granted(Run run) => run.LeaseUntil - run.HeartbeatAt ?? TimeSpan.Zero;

    private sealed record Sighting(int Epoch, DateTimeOffset? HeartbeatAt, DateTimeOffset? LeaseUntil, long Since)
    {
        public static Sighting Of(Run run, long now) => new(run.Epoch, run.HeartbeatAt, run.LeaseUntil, now);

        public bool IsOf(Run run) => (Epoch, HeartbeatAt, LeaseUntil) == (run.Epoch, run.HeartbeatAt, run.LeaseUntil);
    }
}
