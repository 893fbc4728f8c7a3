using System.Collections.Frozen;
using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Conditions;

/// <summary>The operators by the names and signs that users write.</summary>
internal static class Operators
{
    private static readonly FrozenDictionary<string, ComparisonOperator> ByName = Enum.GetValues<ComparisonOperator>()
        .Select(value => KeyValuePair.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), value))
        .Concat(new Dictionary<string, ComparisonOperator>
        {
            ["="] = ComparisonOperator.Equals,
            ["=="] = ComparisonOperator.Equals,
            ["eq"] = ComparisonOperator.Equals,
            ["!="] = ComparisonOperator.NotEquals,
            ["ne"] = ComparisonOperator.NotEquals,
            [">"] = ComparisonOperator.GreaterThan,
            ["gt"] = ComparisonOperator.GreaterThan,
            [">="] = ComparisonOperator.GreaterOrEqual,
            ["gte"] = ComparisonOperator.GreaterOrEqual,
            ["<"] = ComparisonOperator.LessThan,
            ["lt"] = ComparisonOperator.LessThan,
            ["<="] = ComparisonOperator.LessOrEqual,
            ["lte"] = ComparisonOperator.LessOrEqual,
        })
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operators by their full names.</summary>
    public static IEnumerable<string> Known { get; } = [.. Enum.GetNames<ComparisonOperator>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The operator of that name, or null and a problem.</summary>
    public static ComparisonOperator? Find(string name, string path, Problems problems)
    {
        if (ByName.TryGetValue(Names.Normalise(name), out var found))
            return found;
        problems.Add(path, $"'{name}' is not an operator.{Nearest.Hint(Names.Normalise(name), Known)} Known: {string.Join(", ", Known)}.");
        return null;
    }
}
