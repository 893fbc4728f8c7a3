namespace DataAggregator.Core.Connectors;

/// <summary>What became of a segment.</summary>
/// <param name="AlreadyWritten">Whether the ledger had it: nothing was read or written now, and <c>BeforeCommit</c> was not called.</param>
/// <param name="Records">Records that the destination holds of this segment.</param>
/// <param name="Bytes">Bytes sent, where known.</param>
public sealed record SegmentResult(bool AlreadyWritten, long Records, long Bytes);
