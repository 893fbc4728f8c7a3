using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Transformations.Conditions;

/// <summary>A condition as users write it: a comparison, an expression, or one of all, any, not.</summary>
internal sealed record ConditionOptions
{
    [Description("The field to look at, or a path into it.")]
    public string? Field { get; init; }

    [Description("How to compare: equals, not_equals, greater_than, greater_or_equal, less_than, less_or_equal, in, not_in, between, contains, starts_with, ends_with, matches, exists, not_exists, is_null, is_not_null, is_empty.")]
    public string? Operator { get; init; }

    [Description("What to compare with; a list for in and not_in, [low, high] for between, a regular expression for matches.")]
    public JsonElement Value { get; init; }

    [Description("Whether capital and small letters are the same.")]
    public bool CaseInsensitive { get; init; }

    [Description("Whether \\d in a regular expression means the digits of every script.")]
    public bool Unicode { get; init; }

    [Description("A condition as an expression, such as quantity * price > 100 and status in ('new', 'paid').")]
    public string? Expression { get; init; }

    [Description("Conditions that must all hold.")]
    public JsonElement? All { get; init; }

    [Description("Conditions one of which must hold.")]
    public JsonElement? Any { get; init; }

    [Description("A condition that must not hold.")]
    public JsonElement? Not { get; init; }
}
