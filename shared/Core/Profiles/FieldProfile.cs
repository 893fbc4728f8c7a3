using System.Text.Json;

namespace DataAggregator.Core.Profiles;

/// <summary>What the values of a field were like. Nulls, bounds of numbers and times, sums, means and text lengths are of all records; the rest is of the sampled ones.</summary>
public sealed record FieldProfile
{
    /// <summary>The field's name.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its values; json where they differ.</summary>
    public required string Type { get; init; }

    /// <summary>Records with a value.</summary>
    public required long Count { get; init; }

    /// <summary>Records whose value is null.</summary>
    public required long Nulls { get; init; }

    /// <summary>Records that lack the field.</summary>
    public required long Absent { get; init; }

    /// <summary>Values that were sampled.</summary>
    public required long Sampled { get; init; }

    /// <summary>How many different values there are among those sampled.</summary>
    public required long Distinct { get; init; }

    /// <summary>The relative standard error of <see cref="Distinct"/>; 0 where it is exact.</summary>
    public required double DistinctError { get; init; }

    /// <summary>The least value: a number, an instant, or the beginning of a text.</summary>
    public JsonElement? Min { get; init; }

    /// <summary>The greatest value.</summary>
    public JsonElement? Max { get; init; }

    /// <summary>The sum of numbers.</summary>
    public JsonElement? Sum { get; init; }

    /// <summary>The mean of numbers.</summary>
    public JsonElement? Mean { get; init; }

    /// <summary>The standard deviation of numbers, as of a sample.</summary>
    public double? Stddev { get; init; }

    /// <summary>The characters of texts.</summary>
    public TextLength? Length { get; init; }

    /// <summary>The values that occur most.</summary>
    public IReadOnlyList<ValueCount> TopValues { get; init; } = [];

    /// <summary>How much too low the counts of <see cref="TopValues"/> may be.</summary>
    public long TopValuesError { get; init; }

    /// <summary>The shapes of texts that occur most: <c>A</c> a capital, <c>a</c> another letter, <c>9</c> a digit.</summary>
    public IReadOnlyList<ValueCount> Patterns { get; init; } = [];

    /// <summary>How much too low the counts of <see cref="Patterns"/> may be.</summary>
    public long PatternsError { get; init; }

    /// <summary>How numbers or times are spread.</summary>
    public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    /// <summary>The share of records whose value is null or absent.</summary>
    public double NullRatio => Count + Nulls + Absent is > 0 and var records ? (double)(Nulls + Absent) / records : 0;

    /// <summary>This profile without anything of the records' own values.</summary>
    public FieldProfile WithoutValues() => this with { Min = null, Max = null, Sum = null, TopValues = [], Histogram = [] };
}
