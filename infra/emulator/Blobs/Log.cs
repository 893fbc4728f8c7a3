using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Blobs;

internal static partial class Log
{
    [LoggerMessage(4300, LogLevel.Warning, "The storage of function {Function}, container {Container}, cannot be read: {Reason} It is tried again, at most a minute apart.")]
    public static partial void StorageUnreachable(ILogger log, string function, string container, string reason);

    [LoggerMessage(4301, LogLevel.Error, "Function {Function} failed {Failures} times on blob {Container}/{Blob} and gives it up: see the queue webjobs-blobtrigger-poison.")]
    public static partial void BlobGivenUp(ILogger log, string function, string container, string blob, int failures);

    [LoggerMessage(4302, LogLevel.Error, "Function {Function} gets no more blobs until the host is restarted.")]
    public static partial void PollerStopped(ILogger log, Exception exception, string function);

    [LoggerMessage(4303, LogLevel.Warning, "Function {Function} failed in attempt {Attempt} on blob {Container}/{Blob} and is tried again.")]
    public static partial void BlobFailed(ILogger log, Exception exception, string function, string container, string blob, int attempt);
}
