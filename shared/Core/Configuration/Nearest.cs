namespace DataAggregator.Core.Configuration;

/// <summary>Finds what a user probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate closest to <paramref name="word"/> by edits (Levenshtein), or null when none is close (more than a third of its letters differ, at least two allowed).</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Max(2, word.Length / 3);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            var distance = Distance(word, candidate);
            if (distance <= limit)
                (nearest, limit) = (candidate, distance - 1);
        }

        return nearest;
    }

    /// <summary>" Did you mean 'x'?", or nothing when no candidate is close.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) => To(word, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = previous[j - 1] + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
