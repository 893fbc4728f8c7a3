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

    /// <summary>How long a run is left alone after the last sign of life of whoever works on it.</summary>
    [Range(1, 3600)]
    [Description("DATAAGGREGATOR_LEASE_SECONDS: seconds after the last sign of life of a run's worker before another one takes the run over.")]
    public int LeaseSeconds { get; init; } = 60;

    /// <summary>How long what a failed run delivered is kept for a retry.</summary>
    [Range(0, 30)]
    [Description("DATAAGGREGATOR_KEEP_FAILED_DAYS: days for which a failed run can be retried; then what it left at its destinations is removed. 0 removes it at once.")]
    public int KeepFailedDays { get; init; } = 7;

    /// <summary><see cref="LeaseSeconds"/> as a time.</summary>
    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary>Partitions that a step which needs the whole run, or a destination with a single writer, reads at a time.</summary>
    [Range(1, 256)]
    [Description("DATAAGGREGATOR_WORKERS: partitions that such a step, or a destination with a single writer, reads at a time.")]
    public int Workers { get; init; } = Environment.ProcessorCount;
}
