namespace DataAggregator.Core.Runs;

/// <summary>A sign of life of whoever works on a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">The epoch that works.</param>
/// <param name="Lease">How long nobody else may take the run over.</param>
/// <param name="Records">Records that were read or delivered since the last sign.</param>
/// <param name="Bytes">Bytes that were read since the last sign.</param>
public sealed record RunBeat(string RunId, int Epoch, TimeSpan Lease, long Records = 0, long Bytes = 0);
