namespace DataAggregator.Core.Triggers;

/// <summary>What may be known of a webhook's token.</summary>
/// <param name="Hint">How it begins.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who had it made.</param>
public sealed record TokenState(string Hint, DateTimeOffset CreatedAt, string CreatedBy);
