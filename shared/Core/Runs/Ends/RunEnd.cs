namespace DataAggregator.Core.Runs.Ends;

/// <summary>The end of a run from which something may still have to follow.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">The attempt that ended: a retry ends once more.</param>
/// <param name="At">When.</param>
public sealed record RunEnd(string RunId, int Attempt, DateTimeOffset At)
{
    /// <summary>The run as it ended then: only one that failed is tried again.</summary>
    public Run Of(Run now) => now.Attempt == Attempt ? now : now with { Attempt = Attempt, Status = RunStatus.Failed, EndedAt = At, Error = null };
}
