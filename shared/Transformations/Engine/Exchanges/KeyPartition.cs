namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Which partition a key belongs to, by bits of its hash that tables of keys do not use: other bits on each level, so that a partition can be cut again.</summary>
internal static class KeyPartition
{
    /// <summary>How many partitions there are on each level.</summary>
    public const int Count = 1 << Bits;

    /// <summary>How often a partition can be cut.</summary>
    public const int Levels = 32 / Bits;

    private const int Bits = 6;

    /// <summary>The partition.</summary>
    public static int Of(ulong hash, int level) => (int)(hash >> (level * Bits)) & (Count - 1);
}
