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
}
