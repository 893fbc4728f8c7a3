namespace DataAggregator.Transformations.Deduplications;

/// <summary>Jaro's similarity, raised by Winkler for texts that begin alike.</summary>
internal sealed class JaroWinklerSimilarity : TextSimilarity
{
    // Winkler's: up to four characters count, a tenth of what is missing each, where the texts are not quite different.
    private const int MostPrefix = 4;
    private const double PrefixShare = 0.1;
    private const double LeastRaised = 0.7;

    private readonly bool[] taken = new bool[MostCharacters];
    private readonly char[] matched = new char[MostCharacters];

    public override double Score(ReadOnlySpan<char> text, ReadOnlySpan<char> other, double least)
    {
        var matches = Match(text, other);
        if (matches == 0)
            return 0;
        var (moved, next) = (0, 0);
        for (var i = 0; i < other.Length; i++)
        {
            if (taken[i] && other[i] != matched[next++])
                moved++;
        }

        double count = matches;
        var jaro = ((count / text.Length) + (count / other.Length) + ((count - (moved / 2)) / count)) / 3;
        if (jaro <= LeastRaised)
            return 100 * jaro;
        var prefix = Math.Min(MostPrefix, text.CommonPrefixLength(other));
        return 100 * (jaro + (prefix * PrefixShare * (1 - jaro)));
    }

    /// <summary>Finds the characters that both have at about the same place.</summary>
    private int Match(ReadOnlySpan<char> text, ReadOnlySpan<char> other)
    {
        var reach = Math.Max(0, (Math.Max(text.Length, other.Length) / 2) - 1);
        var count = 0;
        taken.AsSpan(0, other.Length).Clear();
        for (var i = 0; i < text.Length; i++)
        {
            var end = Math.Min(other.Length, i + reach + 1);
            for (var j = Math.Max(0, i - reach); j < end; j++)
            {
                var found = other[j..end].IndexOf(text[i]);
                if (found < 0)
                    break;
                j += found;
                if (taken[j])
                    continue;
                taken[j] = true;
                matched[count++] = text[i];
                break;
            }
        }

        return count;
    }
}
