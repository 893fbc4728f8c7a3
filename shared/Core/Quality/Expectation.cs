using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Quality;

/// <summary>What the records of a run, as they go to the destinations, have to be like as a whole.</summary>
public sealed record Expectation
{
    private static readonly ExpectationType[] Bounded = [ExpectationType.RowCount, ExpectationType.NullRatio, ExpectationType.DistinctCount, ExpectationType.ValueRange, ExpectationType.Mean];

    /// <summary>What it looks at.</summary>
    [Description("What is looked at: row_count, null_ratio, unique, distinct_count, value_range, mean, values_in, freshness, distribution_change.")]
    public required ExpectationType Type { get; init; }

    /// <summary>How it is called in results.</summary>
    [Description("How the expectation is called in results; without it, its type and field.")]
    public string? Name { get; init; }

    /// <summary>The field.</summary>
    [Description("The field, as the steps give it.")]
    public string? Field { get; init; }

    /// <summary>The fields that together are unique.</summary>
    [Description("For unique: several fields, which together are the key.")]
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>The least value allowed.</summary>
    [Description("The least value allowed: a number, a share from 0 to 1 for null_ratio, for value_range also an instant or date.")]
    public JsonElement? Min { get; init; }

    /// <summary>The greatest value allowed.</summary>
    [Description("The greatest value allowed; for distribution_change the greatest change: 0.2 for categories, 0.1 for null_ratio, 0.25 for mean, 0.5 for row_count unless given.")]
    public JsonElement? Max { get; init; }

    /// <summary>The values allowed.</summary>
    [Description("For values_in: the values allowed; null and absent ones always are.")]
    public IReadOnlyList<JsonElement>? Values { get; init; }

    /// <summary>The greatest age.</summary>
    [Description("For freshness: how old the newest value may be, such as 90m, 36h or 2d, when the run's logical time is now.")]
    public string? MaxAge { get; init; }

    /// <summary>What is compared.</summary>
    [Description("For distribution_change: what is compared with the last successful runs: categories, null_ratio, mean, row_count.")]
    public ChangeMetric Metric { get; init; }

    /// <summary>How many earlier runs it is compared with.</summary>
    [Range(1, 50)]
    [Description("For distribution_change: how many of the last successful runs are the measure.")]
    public int Runs { get; init; } = 5;

    /// <summary>What it means when it is not met.</summary>
    [Description("What it means when the expectation is not met: error fails the run, warning ends it as a warning.")]
    public ExpectationSeverity Severity { get; init; }

    /// <summary>The fields it looks at; none where it is about records.</summary>
    public IReadOnlyList<string> AllFields => Field is not null ? [Field] : Fields ?? [];

    /// <summary>The name, or what stands for it.</summary>
    public string Title => Name ?? string.Join(' ', [Word(Type), .. AllFields]);

    private bool IsAboutRecords => Type == ExpectationType.RowCount || (Type == ExpectationType.DistributionChange && Metric == ChangeMetric.RowCount);

    /// <summary>Adds what is wrong beyond types, ranges and unknown keys.</summary>
    public void Validate(string path, Problems problems)
    {
        if (IsAboutRecords ? AllFields.Count > 0 : AllFields.Count == 0)
            problems.Add($"{path}.field", IsAboutRecords ? $"has no meaning for {Word(Type)}, which is about records; leave it out." : $"is required for {Word(Type)}.");
        if (Fields is not null && (Type != ExpectationType.Unique || Field is not null))
            problems.Add($"{path}.fields", "is for unique only, in place of field.");
        if (Bounded.Contains(Type) && Min is null && Max is null)
            problems.Add($"{path}.max", $"is required for {Word(Type)}, or min.");
        if (!Bounded.Contains(Type) && Min is not null)
            problems.Add($"{path}.min", $"has no meaning for {Word(Type)}; leave it out.");
        if (!Bounded.Contains(Type) && Type != ExpectationType.DistributionChange && Max is not null)
            problems.Add($"{path}.max", $"has no meaning for {Word(Type)}; leave it out.");
        CheckBound(Min, $"{path}.min", problems);
        CheckBound(Max, $"{path}.max", problems);
        if (Bound.TryNumber(Min, out var min) && Bound.TryNumber(Max, out var max) && min > max)
            problems.Add($"{path}.min", "is greater than max.");
        if ((Values is { Count: > 0 }) != (Type == ExpectationType.ValuesIn))
            problems.Add($"{path}.values", Type == ExpectationType.ValuesIn ? "is required for values_in: the values allowed." : "is for values_in only.");
        if (Type == ExpectationType.Freshness ? Bound.Age(MaxAge) is null : MaxAge is not null)
            problems.Add($"{path}.max_age", Type == ExpectationType.Freshness ? "is required for freshness: a number and s, m, h or d, such as 36h." : "is for freshness only.");
    }

    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private void CheckBound(JsonElement? bound, string path, Problems problems)
    {
        if (bound is null || Bound.TryNumber(bound, out _) || (Type == ExpectationType.ValueRange && Bound.TryInstant(bound, out _)))
            return;
        problems.Add(path, Type == ExpectationType.ValueRange ? "must be a number, a date or an instant." : "must be a number.");
    }
}
