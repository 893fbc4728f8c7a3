using System.Text.Json;
using DataAggregator.Tests.Fixtures;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Starts the process that runs an episode's pipeline, as often as it is killed.</summary>
internal abstract class ChaosDriver : IAsyncDisposable
{
    /// <summary>Starts the process, with more variables of its environment.</summary>
    public abstract LocalHostProcess Start(IReadOnlyDictionary<string, string> environment);

    /// <summary>Sees to it that the run is begun, and waits for its end: the run's books, or null when the process was killed before.</summary>
    public abstract Task<JsonElement?> EndAsync(LocalHostProcess process, CancellationToken cancellationToken);

    /// <summary>The driver of a host.</summary>
    public static async Task<ChaosDriver> CreateAsync(ChaosHost host, TemporaryFolder folder, PostgresFixture postgres, JsonElement pipeline) =>
        host == ChaosHost.RunFile ? await RunFileDriver.CreateAsync(folder, pipeline) : new ServerDriver(folder, await postgres.CreateDatabaseAsync(), pipeline);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The environment of every start: small segments, and what is given.</summary>
    protected static Dictionary<string, string> WithSmallSegments(IReadOnlyDictionary<string, string> environment) =>
        new(environment) { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "65536" };
}
