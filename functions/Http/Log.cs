using Microsoft.Extensions.Logging;

namespace DataAggregator.Functions.Http;

/// <summary>What HTTP handling writes to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "{Function} failed unexpectedly")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string function);

    [LoggerMessage(1003, LogLevel.Error, "{Function} could not reach a store of the platform")]
    public static partial void StoreUnavailable(this ILogger logger, Exception exception, string function);

    [LoggerMessage(1002, LogLevel.Debug, "{Method} {Path} answered {Status} in {Milliseconds} ms")]
    public static partial void RequestAnswered(this ILogger logger, string method, string path, int status, double milliseconds);
}
