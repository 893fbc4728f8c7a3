namespace DataAggregator.Core.Profiles;

/// <summary>A value of those that occur most.</summary>
/// <param name="Value">Its first bytes.</param>
/// <param name="Cut">Whether more followed.</param>
/// <param name="Count">How often it occurred at least.</param>
internal sealed record FrequentValue(byte[] Value, bool Cut, long Count);
