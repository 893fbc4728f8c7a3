namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Sequences of records that follow one another, in a buffer that is used again.</summary>
internal sealed class Sequences
{
    private long[] numbers = [];

    /// <summary>That many from <paramref name="first"/> on; valid until the next call.</summary>
    public Span<long> From(long first, int count)
    {
        if (numbers.Length < count)
            numbers = new long[count];
        for (var i = 0; i < count; i++)
            numbers[i] = first + i;
        return numbers.AsSpan(0, count);
    }
}
