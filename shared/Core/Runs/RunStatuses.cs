namespace DataAggregator.Core.Runs;

/// <summary>What statuses mean and are called.</summary>
public static class RunStatuses
{
    /// <summary>Whether nothing follows by itself: success, warning, failed, cancelled. A terminal status absorbs every later change; only a retry opens a failed run again.</summary>
    public static bool IsTerminal(this RunStatus status) => status is RunStatus.Success or RunStatus.Warning or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>The word on the wire.</summary>
    public static string ToWord(this RunStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>The status of that word.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static RunStatus Parse(string word) => Enum.Parse<RunStatus>(word, ignoreCase: true);

    /// <summary>The status, when nothing can follow it.</summary>
    /// <exception cref="ArgumentException">It is not terminal.</exception>
    public static RunStatus RequireTerminal(RunStatus status) =>
        status.IsTerminal() ? status : throw new ArgumentException($"'{status.ToWord()}' does not end a run.", nameof(status));
}
