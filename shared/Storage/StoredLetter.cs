using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage;

/// <summary>A dead letter as it is stored, still sealed; one of an earlier version has its record and reasons in the clear.</summary>
internal sealed record StoredLetter(
    string RunId, int Partition, int Segment, int Position, int SourcePartition, long SourceOrdinal, byte[]? Record, string? Errors, byte[]? Sealed, DateTimeOffset CreatedAt)
{
    /// <summary>Its place in its run, which it is named by, so that a segment that is saved again keeps the ids.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{RunId}.{Partition}.{Segment}.{Position}");

    /// <summary>The dead letter in the clear.</summary>
    public DeadLetter Open(DeadLetterSeal? seal)
    {
        var (errors, record) = Sealed is null ? (Errors!, Record!) : (seal ?? throw new InvalidDataException($"The key of the dead letters of run {RunId} is gone.")).Open(Sealed);
        return new DeadLetter(Id, RunId, new RejectedRecord(SourcePartition, SourceOrdinal, record, StoredJson.Read<List<RecordError>>(errors)), CreatedAt);
    }
}
