namespace DataAggregator.Orchestrations.Runs;

/// <summary>The numbers of partitions that are not the source's: far above any that a source may have.</summary>
internal static class RunPartitions
{
    /// <summary>What comes out of the steps that need the whole run.</summary>
    public const int Gathered = 1_000_000;

    /// <summary>The first of those that hold the sources beside the stream at hand, one after the other.</summary>
    public const int Inputs = 1_100_000;

    /// <summary>The first of those that the records are under which such steps rejected, one for each partition they were read from.</summary>
    public const int GatheringRejected = 2_000_000;

    /// <summary>The first of those that hold the keys which have to be unique, one for each partition of records.</summary>
    public const int Keys = 10_000_000;
}
