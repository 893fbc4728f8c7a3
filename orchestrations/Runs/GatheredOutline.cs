namespace DataAggregator.Orchestrations.Runs;

/// <summary>Where the result of the steps that need the whole run is sealed, to be loaded.</summary>
/// <param name="Partition">The partition of the attempt that came to its end.</param>
/// <param name="Segments">How many segments it has.</param>
public sealed record GatheredOutline(int Partition, int Segments);
