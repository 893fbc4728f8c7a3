namespace DataAggregator.Transformations.Engine;

/// <summary>How many rows each step made of the record that it came to last: where a batch is taken in parts, the next part goes on counting from there.</summary>
internal sealed class CopyCounts
{
    private readonly Dictionary<string, (int Row, int Copies)> last = new(StringComparer.Ordinal);

    /// <summary>The same counts, for steps that are only tried.</summary>
    public CopyCounts Copy()
    {
        var copy = new CopyCounts();
        foreach (var (step, counted) in last)
            copy.last.Add(step, counted);
        return copy;
    }

    /// <summary>Begins again, for records that come from other ones than those before.</summary>
    public void Clear() => last.Clear();

    /// <summary>The origins of what a step made of a part, numbered on from the part before.</summary>
    /// <param name="step">How the step is called in errors, which only it is.</param>
    /// <param name="made">Where the rows that it made come from.</param>
    public RowOrigins Continue(string step, RowOrigins made)
    {
        var counted = last.GetValueOrDefault(step, (-1, 0));
        var numbered = made.After(ref counted);
        last[step] = counted;
        return numbered;
    }
}
