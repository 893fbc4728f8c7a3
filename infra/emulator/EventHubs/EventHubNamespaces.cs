using System.Collections.Concurrent;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>
/// The event hub namespaces served in this process, by the host name in <c>Endpoint=sb://HOST/</c>. It stands in for the network between
/// a producer and the service: a producer is given a connection string and nothing else, so the name has to be enough.
/// </summary>
internal static class EventHubNamespaces
{
    private static readonly ConcurrentDictionary<string, EventHubLog> Served = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Serves the namespace from this log until the result is disposed of.</summary>
    /// <exception cref="EmulatorStartException">Another host in this process serves it.</exception>
    public static IDisposable Serve(string host, EventHubLog log)
        => Served.TryAdd(host, log)
            ? new Registration(host, log)
            : throw new EmulatorStartException(
                $"The event hub namespace '{host}' is already served by another emulator in this process: give each its own name in Endpoint=sb://NAME/.");

    /// <summary>The log of a namespace; null when nothing in this process serves it.</summary>
    public static EventHubLog? Find(string host) => Served.GetValueOrDefault(host);

    private sealed class Registration(string host, EventHubLog log) : IDisposable
    {
        public void Dispose() => Served.TryRemove(KeyValuePair.Create(host, log));
    }
}
