namespace DataAggregator.Core.Connectors;

/// <summary>What a destination promises when a segment is delivered again after a crash.</summary>
public enum DeliveryGuarantee
{
    /// <summary>A segment may be written twice.</summary>
    AtLeastOnce,

    /// <summary>A segment is written once: it and its entry in the ledger are one transaction.</summary>
    ExactlyOnce,
}
