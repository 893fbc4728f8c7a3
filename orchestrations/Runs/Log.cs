using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What runs write to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Run {RunId} of {Pipeline} ended as {Status}: {Read} read, {Written} written, {Rejected} rejected")]
    public static partial void RunFinished(this ILogger logger, string runId, string pipeline, string status, long read, long written, long rejected);

    [LoggerMessage(2002, LogLevel.Warning, "Run {RunId} ended, but its destination could not be cleaned up: {Reason}")]
    public static partial void NotCleanedUp(this ILogger logger, Exception exception, string runId, string reason);

    [LoggerMessage(2004, LogLevel.Error, "Run {RunId} has lost its orchestration and could not be given a new one")]
    public static partial void NotRepaired(this ILogger logger, Exception exception, string runId);

    [LoggerMessage(2003, LogLevel.Warning, "Run {RunId} had lost its orchestration and was started again")]
    public static partial void OrchestrationRestarted(this ILogger logger, string runId);
}
