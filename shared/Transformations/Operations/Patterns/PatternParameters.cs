using System.ComponentModel;

namespace DataAggregator.Transformations.Operations.Patterns;

/// <summary>What every operation takes that works by a regular expression.</summary>
internal abstract record PatternParameters
{
    [Description("The regular expression, of at most 1 KB.")]
    public required string Regex { get; init; }

    [Description("Whether capital and small letters are the same.")]
    public bool IgnoreCase { get; init; }

    [Description("Whether \\d matches the digits of all scripts rather than 0 to 9.")]
    public bool Unicode { get; init; }
}
