using DataAggregator.Core.Triggers;

namespace DataAggregator.Functions.Triggers;

/// <summary>A trigger of a pipeline, and what it did last.</summary>
/// <param name="Key">Its name, else its type.</param>
/// <param name="Type"><c>event</c>, <c>file</c>, <c>pipeline</c>, <c>stream</c> or <c>webhook</c>.</param>
/// <param name="Active">Whether it starts runs: neither it nor its pipeline is paused.</param>
/// <param name="FiredAt">When it last started a run.</param>
/// <param name="RunId">That run.</param>
/// <param name="Token">Of a webhook that has an address: how its token begins, when and by whom it was made. The token itself is shown once.</param>
/// <param name="LastError">Why it could not be looked at.</param>
public sealed record TriggerAnswer(string Key, string Type, bool Active, DateTimeOffset? FiredAt, string? RunId, TokenState? Token, string? LastError)
{
    internal static TriggerAnswer Of(TriggerState state) => new(state.Key, state.Type, state.IsActive, state.FiredAt, state.RunId, state.Token, state.LastError);
}
