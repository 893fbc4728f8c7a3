using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>The names of events from outside.</summary>
public static partial class EventNames
{
    /// <summary>What is wrong with a name; null for nothing.</summary>
    public static string? Wrong(string name)
    {
        if (!Pattern().IsMatch(name))
            return $"'{name}' is no name for an event: letters, digits, '_', '.', '/' and '-' are, 200 at most.";
        var isReserved = PlatformEvents.All.Any(known => name.StartsWith(known[..(known.IndexOf('.', StringComparison.Ordinal) + 1)], StringComparison.Ordinal));
        return isReserved ? $"'{name}' is like the events that only the platform tells ({string.Join(", ", PlatformEvents.All)}), and is none from outside.{Nearest.Hint(name, PlatformEvents.All)}" : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_./\-]{0,199}\z")]
    private static partial Regex Pattern();
}
