using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Schedules;

/// <summary>What schedules write to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Error, "The schedule of the pipeline {Pipeline} could not be carried out; trying again")]
    public static partial void NotScheduled(this ILogger logger, Exception exception, string pipeline);
}
