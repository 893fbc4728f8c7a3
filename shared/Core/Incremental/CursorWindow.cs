using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>Which records of a source one run reads, by their cursor field. Frozen in the plan: a repeated activity reads the same.</summary>
public sealed record CursorWindow
{
    /// <summary>The cursor field.</summary>
    public required string Field { get; init; }

    /// <summary>Its type; null where the source could not tell yet.</summary>
    public DataType? Type { get; init; }

    /// <summary>The least value; null for no bound.</summary>
    public string? From { get; init; }

    /// <summary>Whether <see cref="From"/> itself is left out.</summary>
    public bool FromExcluded { get; init; }

    /// <summary>Records with exactly the value <see cref="From"/> that were read before, by digests of 16 bytes.</summary>
    public byte[] Known { get; init; } = [];

    /// <summary>The greatest value; null for no bound.</summary>
    public string? Until { get; init; }

    /// <summary>Whether <see cref="Until"/> itself is read: the greatest value that a database held when the run was planned.</summary>
    public bool UntilIncluded { get; init; }

    /// <summary>Whether the source held no value within the window when the run was planned; what comes later is for the next run.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>What becomes of records without a value.</summary>
    public NullPolicy Nulls { get; init; }

    /// <summary>The fields that identify a record; empty where the source knows none.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];
}
