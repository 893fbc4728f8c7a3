using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAggregator.Emulator.Durable;

/// <summary>The engines of this host, one a file, opened at first use.</summary>
internal sealed class DurableEngines(IServiceProvider services) : IAsyncDisposable, IDisposable
{
    private readonly Dictionary<string, DurableEngine> engines = new(StringComparer.Ordinal);

    public DurableEngine Open(string path)
    {
        lock (engines)
        {
            if (!engines.TryGetValue(path, out var engine))
            {
                var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
                var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
                engines.Add(path, engine = new DurableEngine(path, time, loggers));
            }

            return engine;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines.Values)
        {
            await engine.DisposeAsync();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
