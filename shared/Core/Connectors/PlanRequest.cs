using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>What a source plans a run for.</summary>
/// <param name="RunId">The run.</param>
/// <param name="DeclaredSchema">The schema that the user declared, which overrides inference; fields not named in it are inferred.</param>
/// <param name="SegmentBytes">The size to aim at for a partition that can be split freely, in bytes of the source.</param>
/// <param name="Limit">The most records wanted, null for all.</param>
public sealed record PlanRequest(string RunId, Schema? DeclaredSchema, long SegmentBytes = 8 << 20, long? Limit = null)
{
    /// <summary>What is wanted of a source that is read incrementally; null to read it whole.</summary>
    public CursorRequest? Incremental { get; init; }

    /// <summary>How long the source waits at a time for what it may not do now; as for <see cref="ReadRequest.Patience"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.MaxValue;
}
