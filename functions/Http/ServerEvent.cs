namespace DataAggregator.Functions.Http;

/// <summary>One server-sent event.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Data">What is sent as JSON.</param>
public sealed record ServerEvent(string Name, object Data);
