using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>Keeps what is logged, for tests to look at.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Category, string Text, Exception? Exception)> lines = new();

    public IReadOnlyCollection<(LogLevel Level, string Category, string Text, Exception? Exception)> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => owner.lines.Enqueue((logLevel, category, formatter(state, exception), exception));
    }
}
