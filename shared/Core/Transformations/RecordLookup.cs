using DataAggregator.Core.Connectors;

namespace DataAggregator.Core.Transformations;

/// <summary>A question of a step to a source.</summary>
/// <param name="Source">The source, by the key of its <see cref="InputReference"/>.</param>
/// <param name="Request">What to ask for.</param>
/// <param name="Timeout">How long an answer may take.</param>
/// <param name="RetryAttempts">How often to ask again where a failure may pass.</param>
/// <param name="RequestsASecond">The most requests to that source in a second; null for any number.</param>
public sealed record RecordLookup(string Source, LookupRequest Request, TimeSpan Timeout, int RetryAttempts, int? RequestsASecond);
