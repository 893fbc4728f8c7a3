using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Notifications;

/// <summary>What notifications write to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Warning, "The {Channel} about '{Event}' of run {RunId} could not be delivered in attempt {Attempt}; {Next}")]
    public static partial void NotDelivered(this ILogger logger, Exception exception, string channel, string @event, string runId, int attempt, string next);
}
