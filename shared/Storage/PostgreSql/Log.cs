using Microsoft.Extensions.Logging;

namespace DataAggregator.Storage.PostgreSql;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Applied migration {Name} to the database")]
    public static partial void MigrationApplied(ILogger logger, string name);

    [LoggerMessage(2, LogLevel.Warning, "The connection that listens for changes of runs was lost; connecting again")]
    public static partial void ListenerLost(ILogger logger, Exception exception);
}
