using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Tests.Emulator.EventHubs;

/// <summary>A host whose functions record what event hubs of the test's own give them.</summary>
public abstract class EventHubTriggerFunctions : IDisposable
{
    private readonly string _namespace = $"test-{Guid.NewGuid():N}";

    private protected TemporaryFolder Folder { get; } = new();

    private protected ManualTime Time { get; } = new();

    private protected Recorder<string[]> Seen { get; } = new();

    private protected string ConnectionString => $"Endpoint=sb://{_namespace}/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true";

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<TestHost> StartAsync<TFunctions>(string extensions = "{}", Dictionary<string, string?>? settings = null, bool folderOnly = false)
    {
        var all = new Dictionary<string, string?> { ["Events"] = ConnectionString };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return folderOnly ? TestHost.StartAsync<Nothing>(Folder, Time, Seen, all, extensions) : TestHost.StartAsync<TFunctions>(Folder, Time, Seen, all, extensions);
    }

    /// <summary>Starts a second host from what a kill of the first would leave; its namespace has another name, for the first still runs in this process.</summary>
    private protected Task<TestHost> RestartAsync(TemporaryFolder afterKill, Recorder<string[]> seen, string extensions = "{}")
    {
        foreach (var file in Directory.EnumerateFiles(afterKill.Path, $"event-hubs-{_namespace}.db*").ToArray())
        {
            File.Move(file, file.Replace(_namespace, _namespace + "-again", StringComparison.Ordinal));
        }

        var connection = ConnectionString.Replace(_namespace, _namespace + "-again", StringComparison.Ordinal);
        return TestHost.StartAsync<Texts>(afterKill, Time, seen, new() { ["Events"] = connection }, extensions);
    }

    private protected Task SendAsync(string partition, params string[] bodies) => SendToAsync("orders", partition, bodies);

    private protected async Task SendToAsync(string hub, string partition, params string[] bodies)
    {
        await using var producer = new EventHubProducerClient(ConnectionString, hub);
        await producer.SendAsync(bodies.Select(body => new EventData(body)), new SendEventOptions { PartitionId = partition });
    }

    private protected sealed class Nothing;

    private protected sealed class Texts(Recorder<string[]> seen)
    {
        [Function(nameof(Texts))]
        public Task Run([EventHubTrigger("orders", Connection = "Events")] string[] events, CancellationToken cancellationToken) => seen.SeeAsync(events, cancellationToken);
    }
}
