namespace DataAggregator.Functions.Triggers;

/// <summary>The address of a webhook, which is shown this once.</summary>
/// <param name="Token">The token: who knows it can start runs.</param>
/// <param name="Path">The path of the address, to be posted to.</param>
/// <param name="Url">The whole address, as seen from here.</param>
public sealed record HookTokenAnswer(string Token, string Path, string Url);
