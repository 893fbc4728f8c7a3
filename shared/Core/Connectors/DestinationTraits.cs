namespace DataAggregator.Core.Connectors;

/// <summary>How a destination, with the settings at hand, wants to be written to.</summary>
/// <param name="Guarantee">What it promises on redelivery.</param>
/// <param name="Ordered">Whether segments have to come one after the other in source order (a single file) or may come in any order at once.</param>
/// <param name="MaxWriters">The most segments to write at the same time.</param>
public sealed record DestinationTraits(DeliveryGuarantee Guarantee, bool Ordered, int MaxWriters)
{
    /// <summary>Whether a record that is delivered by two runs stands there twice: it is neither merged by a key nor replaced.</summary>
    public bool RepeatsRecords { get; init; }
}
