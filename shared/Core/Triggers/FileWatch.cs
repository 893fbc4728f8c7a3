using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Triggers;

/// <summary>A trigger whose files have to be looked at.</summary>
/// <param name="Pipeline">Its pipeline, newest version.</param>
/// <param name="Key">Its key.</param>
/// <param name="Since">When it was saved as it is.</param>
/// <param name="Fingerprint">Which settings it has: state is kept for these alone.</param>
public sealed record FileWatch(Pipeline Pipeline, string Key, DateTimeOffset Since, string Fingerprint);
