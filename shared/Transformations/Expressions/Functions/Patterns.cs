using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Regular expressions given to functions.</summary>
internal static class Patterns
{
    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Check(string pattern)
    {
        var problems = new Problems();
        Pattern.Compile(pattern, ignoreCase: false, unicode: false, "", problems);
        return problems.Count == 0 ? null : $"the pattern {problems.First().Message}";
    }

    /// <summary>The pattern, or null when it is none.</summary>
    public static Regex? Compile(string pattern) => Pattern.Compile(pattern, ignoreCase: false, unicode: false, "", new Problems());
}
