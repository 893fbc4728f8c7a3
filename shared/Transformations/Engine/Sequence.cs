namespace DataAggregator.Transformations.Engine;

/// <summary>The place of a record in a run as one number: partition first, then position in it. Records sort by it as the source has them.</summary>
internal static class Sequence
{
    private const int PositionBits = 40;

    /// <summary>The number of a record.</summary>
    /// <param name="partition">Below 2^23.</param>
    /// <param name="position">How many records of the partition came to the step before it; below 2^40.</param>
    public static long Of(int partition, long position) => ((long)partition << PositionBits) | position;

    /// <summary>The partition of a record.</summary>
    public static int PartitionOf(long sequence) => (int)(sequence >> PositionBits);

    /// <summary>How many records of its partition came to the step before a record.</summary>
    public static long PositionOf(long sequence) => sequence & ((1L << PositionBits) - 1);
}
