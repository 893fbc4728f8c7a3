namespace DataAggregator.Orchestrations.Runs;

/// <summary>The numbers of partitions that are not the source's: far above any that a source may have.</summary>
internal static class RunPartitions
{
    /// <summary>The first of those that hold what comes out of the steps that need the whole run, one for each attempt.</summary>
    public const int Gathered = 1_000_000;

    /// <summary>The first of those that hold the sources beside the stream at hand, one after the other.</summary>
    public const int Inputs = 1_100_000;

    /// <summary>The first of those whose one segment, without records, says that an attempt has begun.</summary>
    public const int GatheringBegun = 1_200_000;

    /// <summary>The first of those that hold the keys which have to be unique, one for each partition of records.</summary>
    public const int Keys = 10_000_000;

    /// <summary>The first of those that the records are under which steps rejected that need the whole run: for each attempt, one for each partition they were read from.</summary>
    public const int GatheringRejected = 20_000_000;

    /// <summary>How many partitions of <see cref="GatheringRejected"/> an attempt has.</summary>
    public const int RejectedAnAttempt = 1_000_000;
}
