using System.Collections.Frozen;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats;

/// <summary>What a reader makes of a text, whatever its format.</summary>
public sealed record ReadOptions
{
    /// <summary>The fields whose types are fixed. Null to infer all of them (JSON) or to take all of them as text (CSV).</summary>
    public Schema? Schema { get; init; }

    /// <summary>
    /// The fields whose type the user declared. What becomes of a value that does not fit the type of its field, once that is settled:
    /// <list type="bullet">
    /// <item>Of an inferred type, only values that inference would have taken for it fit: an int64 field takes whole numbers without
    /// leading zeros or plus, a decimal field whole and other numbers, a bool field true and false, a date one its ISO spelling.</item>
    /// <item>A string field takes every text of CSV and XML, but of JSON and Excel, whose values have types, only texts.</item>
    /// <item>A json field takes everything.</item>
    /// <item>A declared type takes besides what says the same in another way: <c>007</c> or <c>"7"</c> for 7, <c>1</c> for true, 5 for
    /// <c>"5"</c>. That is counted as coerced (<see cref="Core.Connectors.FieldCounts"/>).</item>
    /// <item>Null and absent values fit every type; so does the empty text of CSV and XML, as null where the type is not a text.</item>
    /// <item>Everything else rejects its record, with the rule <c>schema</c> and the code <c>type_mismatch</c>, or
    /// <c>number_out_of_range</c> for a number that only has too many digits, and is counted. Nothing is rounded, cut or widened.</item>
    /// </list>
    /// </summary>
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
