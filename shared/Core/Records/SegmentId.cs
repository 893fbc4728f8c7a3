namespace DataAggregator.Core.Records;

/// <summary>Names one sealed slice of one partition of one run. The same id always means the same records.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Partition">The partition's index in the run's plan.</param>
/// <param name="Ordinal">The slice's number in the partition, from 0.</param>
public sealed record SegmentId(string RunId, int Partition, int Ordinal)
{
    /// <summary><c>run/partition/ordinal</c>, as in ledgers and file names.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RunId}/{Partition:D5}/{Ordinal:D6}");
}
