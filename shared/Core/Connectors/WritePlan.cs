namespace DataAggregator.Core.Connectors;

/// <summary>What a run would do to a destination, as far as can be told without writing.</summary>
/// <param name="Target">What is written to: a table, a file.</param>
/// <param name="WriteMode">The write mode, as in the settings.</param>
/// <param name="Exists">Whether the target is there.</param>
/// <param name="Statements">What would be executed before and after the records, in order: DDL with its real quoting. Empty where nothing is to be made ready.</param>
/// <param name="Effect">What would happen to what is there, for people.</param>
public sealed record WritePlan(string Target, string WriteMode, bool Exists, IReadOnlyList<string> Statements, string Effect)
{
    /// <summary>Records that are there; null where counting is not cheap or has no meaning.</summary>
    public long? ExistingRecords { get; init; }

    /// <summary>Whether <see cref="ExistingRecords"/> is the destination's own estimate.</summary>
    public bool ExistingIsEstimate { get; init; }

    /// <summary>Whether the run would remove what is there.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether every record would be added as one more; false where records of a known key change what is there, or are skipped.</summary>
    public bool AddsAll { get; init; }

    /// <summary>The promise on redelivery.</summary>
    public required DeliveryGuarantee Guarantee { get; init; }
}
