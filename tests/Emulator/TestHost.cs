using System.Collections.Concurrent;
using DataAggregator.Emulator;
using DataAggregator.Emulator.Triggers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Emulator;

/// <summary>An emulated application of one function class, with its logs kept.</summary>
internal sealed class TestHost : IAsyncDisposable, ILoggerProvider
{
    private readonly IHost _host;
    private readonly Signal _logged = new();

    private TestHost(Type functions, string dataDirectory, TimeProvider time, object recorder, Dictionary<string, string?> settings, string hostJson)
    {
        var hostJsonPath = Path.Combine(dataDirectory, $"host-{Guid.NewGuid():N}.json");
        File.WriteAllText(hostJsonPath, hostJson);
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.UseEmulator(options =>
        {
            options.FunctionClasses.Add(functions);
            options.DataDirectory = dataDirectory;
            options.HostJsonPath = hostJsonPath;
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(time).AddSingleton(recorder.GetType(), recorder);
        builder.Logging.ClearProviders().AddProvider(this);
        _host = builder.Build();
    }

    public ConcurrentQueue<(LogLevel Level, string Message)> Logs { get; } = new();

    public static async Task<TestHost> StartAsync<TFunctions>(
        TemporaryFolder data, TimeProvider time, object recorder, Dictionary<string, string?>? settings = null, string extensions = "{}")
    {
        var host = new TestHost(typeof(TFunctions), data.Path, time, recorder, settings ?? [], $$"""{ "version": "2.0", "extensions": {{extensions}} }""");
        try
        {
            await host._host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a line of the log.</summary>
    public async Task LogAsync(Func<(LogLevel Level, string Message), bool> expected)
    {
        while (true)
        {
            var next = _logged.Changed;
            if (Logs.Any(expected))
            {
                return;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    void IDisposable.Dispose()
    {
    }

    private sealed class Logger(TestHost host) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            host.Logs.Enqueue((logLevel, formatter(state, exception)));
            host._logged.Pulse();
        }
    }
}
