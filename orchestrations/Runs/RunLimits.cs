using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What bounds the memory of a run, and how much work a crash can cost.</summary>
public sealed record RunLimits
{
    /// <summary>Bytes of the source after which a segment ends, where the source can stop.</summary>
    [Range(1 << 12, 1 << 28)]
    [Description("DATAAGGREGATOR_SEGMENT_BYTES: bytes of the source after which a segment ends; a crash repeats a segment at most.")]
    public long SegmentBytes { get; init; } = 8 << 20;
}
