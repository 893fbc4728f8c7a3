namespace DataAggregator.Core.Records;

/// <summary>A segment is not what was sealed: bytes differ, are missing, or are too many. Nothing of the damaged part was handed out.</summary>
public sealed class SegmentDamagedException(string message, Exception? innerException = null) : Exception(message, innerException);
