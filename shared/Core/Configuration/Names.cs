using System.Text.RegularExpressions;

namespace DataAggregator.Core.Configuration;

/// <summary>How words that users write are compared: <c>REST API</c>, <c>rest-api</c> and <c>rest_api</c> are one.</summary>
public static partial class Names
{
    /// <summary>Trimmed, lower case, runs of space, <c>-</c>, <c>/</c> and <c>_</c> as one <c>_</c>.</summary>
    public static string Normalise(string name) => Separators().Replace(name.Trim(), "_").ToLowerInvariant();

    [GeneratedRegex(@"[\s\-/_]+")]
    private static partial Regex Separators();
}
