namespace DataAggregator.Core.Runs;

/// <summary>The sums of a run.</summary>
public sealed record RunTotals
{
    /// <summary>Records read from the source, rejected ones included.</summary>
    public long Read { get; init; }

    /// <summary>Records that the first destination holds.</summary>
    public long Written { get; init; }

    /// <summary>Records in the dead letters.</summary>
    public long Rejected { get; init; }

    /// <summary>Records that filters left behind.</summary>
    public long Filtered { get; init; }

    /// <summary>Records dropped as duplicates.</summary>
    public long Deduplicated { get; init; }

    /// <summary>Bytes read from the source.</summary>
    public long BytesRead { get; init; }

    /// <summary>Records that the plan expects, where it knows.</summary>
    public long? Expected { get; init; }
}
