using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Triggers;

internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Warning, "Function {Function} failed in attempt {Attempt} and is tried again after {Pause}.")]
    public static partial void RetryFollows(ILogger log, Exception exception, string function, int attempt, TimeSpan pause);
}
