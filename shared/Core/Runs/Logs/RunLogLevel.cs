namespace DataAggregator.Core.Runs.Logs;

/// <summary>How much a line of a run's log matters.</summary>
public enum RunLogLevel
{
    /// <summary>Every step of the work: a segment, a page.</summary>
    Debug,

    /// <summary>What a run does on its ordinary way.</summary>
    Info,

    /// <summary>What was not as it should be, and what was done about it.</summary>
    Warning,

    /// <summary>Why the run failed.</summary>
    Error,
}
