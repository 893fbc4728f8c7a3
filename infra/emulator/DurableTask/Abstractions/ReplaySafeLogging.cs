using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that say nothing while an orchestrator is replayed.</summary>
internal sealed class ReplaySafeLogging(TaskOrchestrationContext context, Func<ILoggerFactory> underlying) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Logger(context, Unwrap().CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A replay-safe logger factory takes no providers.");

    public void Dispose()
    {
        // The factory underneath belongs to the host.
    }

    // A context that wraps another may hand on the other's replay-safe factory: one wrapping is enough.
    private ILoggerFactory Unwrap()
    {
        var factory = underlying();
        return factory is ReplaySafeLogging wrapped && wrapped != this ? wrapped.Unwrap() : factory;
    }

    private sealed class Logger(TaskOrchestrationContext context, ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
