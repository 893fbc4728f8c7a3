using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>What the durable engine logs.</summary>
internal static partial class Log
{
    [LoggerMessage(
        100,
        LogLevel.Information,
        "Local durable engine started on {Path}; {Instances} orchestrations and {Activities} activities go on. "
            + "It survives a kill of the process; a power loss may take back the last commits")]
    public static partial void Started(ILogger logger, string path, int instances, int activities);

    [LoggerMessage(101, LogLevel.Warning, "Some activities did not end in time; they run again at the next start")]
    public static partial void ActivitiesAbandoned(ILogger logger);

    [LoggerMessage(102, LogLevel.Debug, "The engine stopped while it was at {Work}; that is done again at the next start")]
    public static partial void CutOff(ILogger logger, object work);

    [LoggerMessage(103, LogLevel.Error, "A turn of orchestration {InstanceId} could not be made or written; it is tried again")]
    public static partial void TurnFailed(ILogger logger, Exception error, string instanceId);

    [LoggerMessage(104, LogLevel.Warning, "Orchestration {Name} {InstanceId} failed: {ErrorType}: {ErrorMessage}")]
    public static partial void OrchestrationFailed(ILogger logger, string name, string instanceId, string errorType, string errorMessage);

    [LoggerMessage(105, LogLevel.Error, "The answer of activity {ActivityId} could not be written; it runs again")]
    public static partial void ActivityNotRecorded(ILogger logger, Exception error, long activityId);

    [LoggerMessage(106, LogLevel.Information, "Activity {Name} of {InstanceId} was interrupted by the stop; it runs again at the next start")]
    public static partial void ActivityInterrupted(ILogger logger, string name, string instanceId);

    [LoggerMessage(107, LogLevel.Warning, "Activity {Name} of {InstanceId} failed")]
    public static partial void ActivityFailed(ILogger logger, Exception error, string name, string instanceId);

    [LoggerMessage(108, LogLevel.Debug, "{Kind} for orchestration {InstanceId} was dropped: there is none, or it has ended")]
    public static partial void MessageDropped(ILogger logger, EventKind kind, string instanceId);

    [LoggerMessage(109, LogLevel.Error, "Due timers could not be read; they are looked for again")]
    public static partial void TimersNotRead(ILogger logger, Exception error);
}
