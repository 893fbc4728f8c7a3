using System.Collections.Frozen;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats;

/// <summary>What a reader makes of a text, whatever its format.</summary>
public sealed record ReadOptions
{
    /// <summary>The fields whose types are fixed. Null to infer all of them (JSON) or to take all of them as text (CSV).</summary>
    public Schema? Schema { get; init; }

    /// <summary>The fields whose type the user declared: their values are converted where that loses nothing. The others' types were inferred, and a value of another kind is rejected.</summary>
    public IReadOnlySet<string> Declared { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The partition that the batches belong to.</summary>
    public int Partition { get; init; }

    /// <summary>The ordinal of the first record.</summary>
    public long FirstOrdinal { get; init; }

    /// <summary>Where the stream stands in the whole text, in bytes of UTF-8.</summary>
    public long Offset { get; init; }

    /// <summary>The line at which the stream stands, from 1.</summary>
    public long Line { get; init; } = 1;

    /// <summary>How many elements of an XML document are open where the stream stands.</summary>
    public int Depth { get; init; }

    /// <summary>Where the text to be read ends; the default is its end.</summary>
    public long End { get; init; } = long.MaxValue;

    /// <summary>The most records of a batch.</summary>
    public int BatchRows { get; init; } = 16 * 1024;

    /// <summary>About the most bytes of a batch, the records rejected meanwhile included.</summary>
    public int BatchBytes { get; init; } = 4 << 20;

    /// <summary>The longest record, in bytes; a longer one is rejected.</summary>
    public int MaxRecordBytes { get; init; } = 16 << 20;

    /// <summary>The deepest nesting of a record, which counts as the first level; a deeper one is rejected. At most 1,000.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>The most fields that the records have together; a record with yet another one is rejected.</summary>
    public int MaxFields { get; init; } = 10_000;

    /// <summary>The largest table of texts of a workbook, which is held in memory, in bytes.</summary>
    public int MaxSharedBytes { get; init; } = 128 << 20;

    /// <summary>How many bytes may come out of one compressed byte, once 64 MB have come out: more is a bomb (<see cref="Text.ExpansionLimit"/>).</summary>
    public int MaxExpansion { get; init; } = 200;
}
