using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Runs;

/// <summary>What a run waits for.</summary>
/// <param name="Reason">What it is, for people: while it is retrying, what failed.</param>
/// <param name="Until">When it goes on by itself, where it does.</param>
public sealed record WaitAnswer(string Reason, DateTimeOffset? Until)
{
    /// <summary>The answer for a run; null when it waits for nothing.</summary>
    public static WaitAnswer? Of(Run run) => run.Status switch
    {
        RunStatus.Pending => new("A free worker.", null),
        RunStatus.Paused => new("Somebody to resume it.", null),
        RunStatus.Retrying => new(run.WaitsFor ?? "The next attempt.", run.WaitsUntil),
        RunStatus.Running when run.PauseRequested => new("The segments in flight; then it is paused.", null),
        _ => null,
    };
}
