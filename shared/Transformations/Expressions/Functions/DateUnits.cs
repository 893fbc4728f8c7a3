using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Units of time by name.</summary>
internal static class DateUnits
{
    private static readonly string[] Known = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"];

    /// <summary>What is wrong with a unit, or null.</summary>
    public static string? Check(string unit) =>
        Known.Contains(Normalise(unit)) ? null : $"'{unit}' is not a unit of time.{Nearest.Hint(unit, Known)} Known: {string.Join(", ", Known)}.";

    /// <summary>The unit in small letters and the singular: <c>Days</c> is <c>day</c>.</summary>
    public static string Normalise(string unit) => unit.Trim().ToLowerInvariant().TrimEnd('s');
}
