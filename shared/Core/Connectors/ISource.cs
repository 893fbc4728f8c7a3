using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Connectors;

/// <summary>
/// Reads records from somewhere. Implement <see cref="Source{TOptions}"/>, which gives the settings their type; this untyped face is
/// what runs call. Configs are resolved: placeholders filled in and secrets in the clear.
/// </summary>
public interface ISource
{
    /// <summary>Adds every problem of the config.</summary>
    void Validate(JsonElement config, string path, Problems problems);

    /// <summary>Tries the connection step by step; stops after the first check that fails.</summary>
    IAsyncEnumerable<Check> CheckAsync(JsonElement config, CancellationToken cancellationToken);

    /// <summary>The streams that it offers.</summary>
    Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(JsonElement config, CancellationToken cancellationToken);

    /// <summary>Splits the stream into partitions and freezes its schema.</summary>
    Task<SourcePlan> PlanAsync(JsonElement config, PlanRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a partition in batches of bounded size. Transient errors are typed so (<see cref="ConnectorException"/>).</summary>
    IAsyncEnumerable<SourceBatch> ReadAsync(JsonElement config, ReadRequest request, CancellationToken cancellationToken);
}
