using System.Text.Json;

namespace DataAggregator.Core.Runs;

/// <summary>What dry runs found out: what would be written where, and the first records as they would be. One conformance suite holds for every implementation.</summary>
public interface IWritePlanStore
{
    /// <summary>Keeps the plans of a run's destinations, in place of those before.</summary>
    Task SaveAsync(string runId, IReadOnlyList<DestinationPlan> plans, CancellationToken cancellationToken);

    /// <summary>The plans of a run's destinations; null where there are none, as for a run that writes.</summary>
    Task<IReadOnlyList<DestinationPlan>?> FindAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Keeps the first records of a partition, in place of those before.</summary>
    Task SaveSampleAsync(string runId, int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken);

    /// <summary>The first records of a run, in source order.</summary>
    Task<IReadOnlyList<JsonElement>> SampleAsync(string runId, int limit, CancellationToken cancellationToken);
}
