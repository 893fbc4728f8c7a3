using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>What lineage writes to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Warning, "The start of run {RunId} is not told to the OpenLineage collector before its end")]
    public static partial void StartNotTold(this ILogger logger, Exception exception, string runId);

    [LoggerMessage(2302, LogLevel.Warning, "The lineage of run {RunId} cannot be read, and is not told to the OpenLineage collector")]
    public static partial void LineageNotTold(this ILogger logger, Exception exception, string runId);
}
