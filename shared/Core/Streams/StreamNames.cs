using System.Text.RegularExpressions;

namespace DataAggregator.Core.Streams;

/// <summary>The names of streams.</summary>
public static partial class StreamNames
{
    /// <summary>What is wrong with a name; null for nothing.</summary>
    public static string? Wrong(string name) => Pattern().IsMatch(name) ? null : $"'{name}' is no name for a stream: letters, digits, '_', '.' and '-' are, 100 at most.";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}\z")]
    private static partial Regex Pattern();
}
