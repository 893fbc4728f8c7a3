using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>What the emulator logs about the application and its functions.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message =
        "Local emulator of Azure Functions and Durable Functions, for development, tests and demos only ({Environment}); data in {DataDirectory}. "
        + "History survives a killed process, but a power loss may roll back the last commits (SQLite synchronous=NORMAL)")]
    public static partial void Starting(ILogger log, string environment, string dataDirectory);

    [LoggerMessage(Level = LogLevel.Error, Message = "Function '{Function}', invocation '{Invocation}', failed")]
    public static partial void FunctionFailed(ILogger log, Exception exception, string function, string invocation);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Function '{Function}', invocation '{Invocation}', was cancelled")]
    public static partial void FunctionCancelled(ILogger log, string function, string invocation);

    [LoggerMessage(Level = LogLevel.Error, Message = "Function '{Function}', invocation '{Invocation}', ran longer than host.json's functionTimeout of {Timeout}")]
    public static partial void FunctionTimedOut(ILogger log, string function, string invocation, TimeSpan timeout);
}
