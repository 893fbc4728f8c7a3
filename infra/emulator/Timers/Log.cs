using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Timers;

internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Information, "Function {Function} was due at {Due:O} while the host did not run: it runs now.")]
    public static partial void PastDue(ILogger log, string function, DateTime due);

    [LoggerMessage(4101, LogLevel.Error, "The timer of function {Function} stopped: it will not run until the host is restarted.")]
    public static partial void TimerStopped(ILogger log, Exception exception, string function);
}
