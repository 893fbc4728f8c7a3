namespace DataAggregator.Tests.Fast.Formats;

/// <summary>What came of damaged inputs.</summary>
/// <param name="Inputs">How many there were.</param>
/// <param name="Records">Records that could be read nevertheless.</param>
/// <param name="Rejected">Records that were rejected.</param>
/// <param name="Errors">Inputs that ended in a typed error.</param>
/// <param name="Slowest">The time of the slowest one.</param>
internal sealed record FuzzCount(int Inputs, long Records, long Rejected, long Errors, TimeSpan Slowest);
