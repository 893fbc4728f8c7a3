namespace DataAggregator.Core.Transformations;

/// <summary>A question to an API.</summary>
/// <param name="Url">The whole address.</param>
/// <param name="Headers">Headers to send.</param>
/// <param name="Timeout">How long an answer may take.</param>
/// <param name="RetryAttempts">How often to ask again where a failure may pass.</param>
/// <param name="RequestsASecond">The most requests to that host in a second; null for any number.</param>
public sealed record EnrichmentRequest(Uri Url, IReadOnlyDictionary<string, string> Headers, TimeSpan Timeout, int RetryAttempts, int? RequestsASecond);
