using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Runs;

/// <summary>How a run is carried out, frozen at its start; kept in the run ledger, not in the history.</summary>
/// <param name="Source">How the source is read.</param>
/// <param name="OutputSchema">The fields that the transformations give.</param>
/// <param name="Staged">Whether records are sealed in segments between extract and load; a repeatable source goes straight through.</param>
/// <param name="MaxWriters">The most segments in flight at a time.</param>
public sealed record RunPlan(SourcePlan Source, Schema OutputSchema, bool Staged, int MaxWriters)
{
    /// <summary>The sources beside the stream at hand.</summary>
    public IReadOnlyList<PlannedInput> Inputs { get; init; } = [];

    /// <summary>What is known of the first source's fields from runs before; null for the first run, which sets it.</summary>
    public Schema? KnownSchema { get; init; }

    /// <summary>The fields that the plan saw differently from what is known.</summary>
    public IReadOnlyList<string> DriftedFields { get; init; } = [];

    /// <summary>The records of a segment that comes out of the steps that need the whole run; null where no step does. By number, so that a repeated run cuts alike.</summary>
    public int? GatheredSegmentRecords { get; init; }

    /// <summary>The source's stream, where it is read incrementally.</summary>
    public PlannedStream? Stream { get; init; }

    /// <summary>What each destination promises, in their order.</summary>
    public IReadOnlyList<DeliveryGuarantee> Guarantees { get; init; } = [];

    /// <summary>What a compiler is told of the inputs.</summary>
    public IReadOnlyList<NamedInput> NamedInputs => [.. Inputs.Select(input => input.ToNamedInput())];
}
