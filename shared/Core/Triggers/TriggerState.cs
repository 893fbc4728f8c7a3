namespace DataAggregator.Core.Triggers;

/// <summary>What is known of a trigger.</summary>
/// <param name="Key">What it is called among the triggers of its pipeline.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsActive">Whether it starts runs: neither it nor its pipeline is paused.</param>
/// <param name="Since">Since when it is as it is.</param>
/// <param name="FiredAt">When it last started a run, or null.</param>
/// <param name="RunId">That run.</param>
/// <param name="Token">The token of a webhook, or null.</param>
/// <param name="LastError">Why it could not be looked at the last time, or null.</param>
public sealed record TriggerState(
    string Key, string Type, bool IsActive, DateTimeOffset Since, DateTimeOffset? FiredAt, string? RunId, TokenState? Token, string? LastError);
