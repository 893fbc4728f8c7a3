namespace DataAggregator.Functions.Runs;

/// <summary>The last sign of life of whoever works on a run.</summary>
/// <param name="At">When it came.</param>
/// <param name="AgeMs">How long ago that is.</param>
/// <param name="LeaseUntil">Until when nobody else takes the run over; null while nobody works on it.</param>
/// <param name="Records">Records moved so far, repeated work included.</param>
/// <param name="Bytes">Bytes read so far, repeated work included.</param>
public sealed record HeartbeatAnswer(DateTimeOffset At, long AgeMs, DateTimeOffset? LeaseUntil, long Records, long Bytes);
