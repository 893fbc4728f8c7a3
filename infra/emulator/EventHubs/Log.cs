using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.EventHubs;

internal static partial class Log
{
    [LoggerMessage(4200, LogLevel.Warning, "Events of {EventHub}, partition {Partition}, expired before function {Function} got them: {Count}.")]
    public static partial void EventsExpired(ILogger log, long count, string eventHub, int partition, string function);

    [LoggerMessage(4201, LogLevel.Error, "Function {Function} gets no more events of {EventHub}, partition {Partition}, until the host is restarted.")]
    public static partial void PumpStopped(ILogger log, Exception exception, string function, string eventHub, int partition);
}
