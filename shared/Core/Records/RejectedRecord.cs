namespace DataAggregator.Core.Records;

/// <summary>A record that was not delivered, and why. It goes to the dead letters; the run goes on.</summary>
/// <param name="Partition">The partition of the source it was read from.</param>
/// <param name="Ordinal">Its ordinal in that partition.</param>
/// <param name="Record">The record as read, UTF-8 JSON; as steps made it of several, or have left it where the source cannot be read again; for one that could not be parsed, an object with its text under <c>raw</c>.</param>
/// <param name="Errors">At least one reason.</param>
public sealed record RejectedRecord(int Partition, long Ordinal, ReadOnlyMemory<byte> Record, IReadOnlyList<RecordError> Errors)
{
    /// <summary>Whether <see cref="Record"/> is as the source gave it; false where it is as the steps gave it to the destination.</summary>
    public bool AsRead { get; init; } = true;

    /// <summary>Whether <see cref="Record"/> is what steps had made of the record, so that it has to be read again by its partition and ordinal.</summary>
    public bool IsChanged { get; init; }
}
