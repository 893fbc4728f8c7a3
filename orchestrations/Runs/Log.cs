using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What runs write to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Run {RunId} of {Pipeline} ended as {Status}: {Read} read, {Written} written, {Rejected} rejected")]
    public static partial void RunFinished(this ILogger logger, string runId, string pipeline, string status, long read, long written, long rejected);

    [LoggerMessage(2002, LogLevel.Warning, "Run {RunId} ended, but its destination could not be cleaned up: {Reason}")]
    public static partial void NotCleanedUp(this ILogger logger, Exception exception, string runId, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "The run ledger could not be told that run {RunId} is being worked on; trying again")]
    public static partial void LedgerAway(this ILogger logger, Exception exception, string runId);

    [LoggerMessage(2006, LogLevel.Warning, "The orchestration {InstanceId} worked for a run that had ended or was taken over, and was stopped")]
    public static partial void StrayStopped(this ILogger logger, string instanceId);

    [LoggerMessage(2004, LogLevel.Error, "Run {RunId} could not be repaired")]
    public static partial void NotRepaired(this ILogger logger, Exception exception, string runId);

    [LoggerMessage(2009, LogLevel.Warning, "Lines of the log of run {RunId} could not be kept: {Count}")]
    public static partial void LinesLost(this ILogger logger, Exception exception, int count, string runId);

    [LoggerMessage(2003, LogLevel.Warning, "Run {RunId} had lost its worker or its orchestration and was taken over as epoch {Epoch}")]
    public static partial void TakenOver(this ILogger logger, string runId, int epoch);

    [LoggerMessage(2020, LogLevel.Warning, "What follows from the end of run {RunId} could not be done; trying again")]
    public static partial void EndNotSettled(this ILogger logger, Exception exception, string runId);

    [LoggerMessage(2021, LogLevel.Warning, "The pipeline {Pipeline} is not started by others, as its definition cannot be read: {Reason}")]
    public static partial void DependentUnreadable(this ILogger logger, string pipeline, string reason);
}
