namespace DataAggregator.Orchestrations.Lineage;

/// <summary>The collector that events of OpenLineage are posted to.</summary>
/// <param name="Address">Where it takes them.</param>
public sealed record OpenLineageCollector(Uri Address);
