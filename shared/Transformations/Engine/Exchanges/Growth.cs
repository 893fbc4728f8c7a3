namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>How arrays grow that are counted against the memory budget: by a quarter, so that little of them is empty.</summary>
internal static class Growth
{
    /// <summary>The next size of an array, no less than <paramref name="needed"/>.</summary>
    public static int Of(int size, long needed) => (int)Math.Min(Array.MaxLength, Math.Max(needed, size + ((long)size / 4)));
}
