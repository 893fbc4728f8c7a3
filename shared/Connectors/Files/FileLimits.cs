using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Formats;

namespace DataAggregator.Connectors.Files;

/// <summary>How far a file may go before it is taken for damaged or an attack, as a user sets it.</summary>
public sealed record FileLimits
{
    private static readonly ReadOptions Default = new();

    /// <summary>The deepest nesting of a record.</summary>
    [Description("The deepest nesting of a record of JSON or XML; a deeper one is rejected (too_deep).")]
    [Range(1, 1_000)]
    public int MaxDepth { get; init; } = Default.MaxDepth;

    /// <summary>The most fields that the records have together.</summary>
    [Description("The most fields that the records have together; a record with yet another one is rejected (too_many_fields).")]
    [Range(1, 100_000)]
    public int MaxFields { get; init; } = Default.MaxFields;

    /// <summary>The longest record.</summary>
    [Description("The longest record, in bytes; a longer one is rejected (record_too_large). It is held in memory.")]
    [Range(1_024, 268_435_456)]
    public int MaxRecordBytes { get; init; } = Default.MaxRecordBytes;

    /// <summary>The largest table of texts of a workbook.</summary>
    [Description("The largest table of texts of a workbook, in bytes; it is held in memory.")]
    [Range(1_048_576, 1_073_741_824)]
    public int MaxSharedBytes { get; init; } = Default.MaxSharedBytes;

    /// <summary>How many bytes may come out of one compressed byte.</summary>
    [Description("How many bytes may come out of one compressed byte of gzip or of a workbook, once 64 MB have come out; beyond it the file is taken for a bomb (expands_too_much).")]
    [Range(10, 10_000)]
    public int MaxExpansion { get; init; } = Default.MaxExpansion;

    internal ReadOptions Apply(ReadOptions options) => options with
    {
        MaxDepth = MaxDepth,
        MaxFields = MaxFields,
        MaxRecordBytes = MaxRecordBytes,
        MaxSharedBytes = MaxSharedBytes,
        MaxExpansion = MaxExpansion,
    };
}
