using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>
/// Serves the event hub namespaces that this host's settings name, <c>Endpoint=sb://NAMESPACE/;...;UseDevelopmentEmulator=true</c>, from before
/// the application's own services start until after they have stopped: producers may send all that time. Each namespace is a file of the data directory.
/// </summary>
internal sealed class EventHubServer(IConfiguration configuration, EmulatorOptions options, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private readonly Dictionary<string, Namespace> _namespaces = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The connections of the settings, by namespace: the first one of each.</summary>
    public IReadOnlyDictionary<string, EventHubConnection> Connections => _namespaces.ToDictionary(entry => entry.Key, entry => entry.Value.Connection, StringComparer.OrdinalIgnoreCase);

    /// <summary>The log of a namespace that the settings name; null for any other.</summary>
    public EventHubLog? Log(string host) => _namespaces.GetValueOrDefault(host)?.Log;

    /// <summary>The checkpoints of a namespace that the settings name.</summary>
    public CheckpointStore Checkpoints(string host) => _namespaces[host].Checkpoints;

    /// <summary>Opens the namespaces.</summary>
    /// <exception cref="EmulatorStartException">A setting is wrong, or another host of this process serves a namespace.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var settings = Settings();
        foreach (var (name, value) in configuration.AsEnumerable())
        {
            if (Connection(name, value) is { } connection && !_namespaces.ContainsKey(connection.Host))
            {
                _namespaces.Add(connection.Host, Namespace.Open(connection, options.DataDirectory, settings, time));
            }
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var served in _namespaces.Values)
        {
            served.Dispose();
        }

        _namespaces.Clear();
    }

    private static EventHubConnection? Connection(string setting, string? value)
    {
        if (value?.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase) != true || !value.Contains("Endpoint=sb:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return EventHubConnection.Parse(value);
        }
        catch (FormatException cause)
        {
            throw new EmulatorStartException($"The setting '{setting}' is wrong. {cause.Message}", cause);
        }
    }

    private EventHubLogOptions Settings()
    {
        try
        {
            return configuration.GetSection(EventHubLogOptions.Section).Get<EventHubLogOptions>(binder => binder.ErrorOnUnknownConfiguration = true)
                ?? new EventHubLogOptions();
        }
        catch (InvalidOperationException cause)
        {
            throw new EmulatorStartException(cause.Message, cause);
        }
    }

    private sealed record Namespace(EventHubConnection Connection, EventHubLog Log, CheckpointStore Checkpoints, IDisposable Registration) : IDisposable
    {
        public static Namespace Open(EventHubConnection connection, string folder, EventHubLogOptions settings, TimeProvider time)
        {
            var path = Path.Combine(folder, $"event-hubs-{connection.Host.ToLowerInvariant()}.db");
            var log = new EventHubLog(path, settings, time);
            try
            {
                var registration = EventHubNamespaces.Serve(connection.Host, log);
                return new Namespace(connection, log, new CheckpointStore(path), registration);
            }
            catch
            {
                log.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            Registration.Dispose();
            Checkpoints.Dispose();
            Log.Dispose();
        }
    }
}
