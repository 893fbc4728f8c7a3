namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>A pattern of SQL's <c>like</c>: <c>%</c> stands for any characters, <c>_</c> for one; after a backslash both stand for themselves.</summary>
internal sealed class Wildcard
{
    private const int Any = -1;
    private const int One = -2;
    private readonly int[] pattern;

    public Wildcard(string text)
    {
        var parts = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                parts.Add(text[++i]);
            else
                parts.Add(text[i] switch { '%' => Any, '_' => One, var letter => letter });
        }

        pattern = [.. parts];
    }

    /// <summary>Whether the whole text is like the pattern. Of several <c>%</c> only the last is ever gone back to, so the time is bounded.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var (at, next) = (0, 0);
        var (resumeAt, resumeNext) = (-1, -1);
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == Any)
            {
                (resumeAt, resumeNext) = (at, ++next);
            }
            else if (next < pattern.Length && (pattern[next] == One || pattern[next] == text[at]))
            {
                at += pattern[next++] == One && char.IsHighSurrogate(text[at]) ? 2 : 1;
            }
            else if (resumeNext >= 0)
            {
                (at, next) = (++resumeAt, resumeNext);
            }
            else
            {
                return false;
            }
        }

        while (next < pattern.Length && pattern[next] == Any)
            next++;
        return next == pattern.Length;
    }
}
