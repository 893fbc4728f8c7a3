using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Units of time by name: <c>day</c> and <c>days</c> are one.</summary>
internal static class DateUnits
{
    private static readonly string[] Known = [.. Enum.GetNames<TimeUnit>().Select(name => name[..^1].ToLowerInvariant())];

    /// <summary>The unit, or null when there is none of that name.</summary>
    public static TimeUnit? Find(string name) =>
        Array.IndexOf(Known, Names.Normalise(name).TrimEnd('s')) is >= 0 and var index ? Enum.GetValues<TimeUnit>()[index] : null;

    /// <summary>What is wrong with a unit, or null.</summary>
    public static string? Check(string name) => Find(name) is null ? $"'{name}' is not a unit of time.{Nearest.Hint(name, Known)} Known: {string.Join(", ", Known)}." : null;
}
