namespace DataAggregator.Core.Runs;

/// <summary>What statuses mean and are called.</summary>
public static class RunStatuses
{
    /// <summary>Whether nothing can follow: success, warning, failed, cancelled. A terminal status absorbs every later change.</summary>
    public static bool IsTerminal(this RunStatus status) => status is RunStatus.Success or RunStatus.Warning or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>The word on the wire.</summary>
    public static string ToWord(this RunStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>The status of that word.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static RunStatus Parse(string word) => Enum.Parse<RunStatus>(word, ignoreCase: true);

    /// <summary>The status, when something can follow it.</summary>
    /// <exception cref="ArgumentException">It is terminal: such a status is set by finishing the run.</exception>
    public static RunStatus RequireUnfinished(RunStatus status) =>
        status.IsTerminal() ? throw new ArgumentException($"'{status.ToWord()}' ends a run: finish it with its totals instead.", nameof(status)) : status;

    /// <summary>The status, when nothing can follow it.</summary>
    /// <exception cref="ArgumentException">It is not terminal.</exception>
    public static RunStatus RequireTerminal(RunStatus status) =>
        status.IsTerminal() ? status : throw new ArgumentException($"'{status.ToWord()}' does not end a run.", nameof(status));
}
