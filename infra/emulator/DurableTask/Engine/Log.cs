using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>What the durable engine logs.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Durable engine started: {Instances} orchestrations and {Activities} activities go on")]
    public static partial void Started(ILogger logger, int instances, int activities);

    [LoggerMessage(101, LogLevel.Warning, "Some activities did not end in time; they run again at the next start")]
    public static partial void ActivitiesAbandoned(ILogger logger);

    [LoggerMessage(102, LogLevel.Debug, "A signal came after the engine had stopped")]
    public static partial void TimerAfterStop(ILogger logger);

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
}
