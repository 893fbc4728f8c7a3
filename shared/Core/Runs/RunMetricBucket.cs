namespace DataAggregator.Core.Runs;

/// <summary>What a run did in a stretch of time.</summary>
/// <param name="Index">The stretch, from 0.</param>
/// <param name="Records">Records read by the segments that were saved in it.</param>
/// <param name="Bytes">Bytes read by them.</param>
/// <param name="Segments">How many there were.</param>
public sealed record RunMetricBucket(int Index, long Records, long Bytes, long Segments);
