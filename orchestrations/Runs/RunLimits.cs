using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What bounds the memory of a run, and how much work a crash can cost.</summary>
public sealed record RunLimits
{
    /// <summary>Bytes of the source after which a segment ends, where the source can stop.</summary>
    [Range(1 << 12, 1 << 28)]
    [Description("DATAAGGREGATOR_SEGMENT_BYTES: bytes of the source after which a segment ends; a crash repeats a segment at most.")]
    public long SegmentBytes { get; init; } = 16 << 20;

    /// <summary>Memory that the steps of one run that need the whole run share, and the inputs that joins hold; what does not fit goes to disk.</summary>
    [Range(1 << 20, 1L << 40)]
    [Description("DATAAGGREGATOR_MEMORY_BUDGET: bytes of memory that aggregations, joins and sorts of one run share; what does not fit goes to disk.")]
    public long MemoryBudget { get; init; } = 192 << 20;

    /// <summary>Partitions that a step which needs the whole run, or a destination with a single writer, reads at a time.</summary>
    [Range(1, 256)]
    [Description("DATAAGGREGATOR_WORKERS: partitions that such a step, or a destination with a single writer, reads at a time.")]
    public int Workers { get; init; } = Environment.ProcessorCount;
}
