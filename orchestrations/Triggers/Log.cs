using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Triggers;

/// <summary>What triggers write to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Warning, "The files of the trigger {Trigger} of the pipeline {Pipeline} could not be looked at; trying again")]
    public static partial void NotLookedAt(this ILogger logger, Exception exception, string trigger, string pipeline);

    [LoggerMessage(2303, LogLevel.Error, "The events of the stream for the trigger {Trigger} of the pipeline {Pipeline} could not be given to a run; trying again")]
    public static partial void NotGiven(this ILogger logger, Exception exception, string trigger, string pipeline);

    [LoggerMessage(2302, LogLevel.Warning, "The trigger {Trigger} of the pipeline {Pipeline} could not judge the event {Event}, and was not fired: {Reason}")]
    public static partial void NotJudged(this ILogger logger, string trigger, string pipeline, string @event, string reason);
}
