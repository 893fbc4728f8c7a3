namespace DataAggregator.Functions.Http;

/// <summary>One server-sent event.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Data">What is sent as JSON.</param>
/// <param name="Id">What a client gives back as <c>Last-Event-ID</c> when it connects again; counted where null.</param>
public sealed record ServerEvent(string Name, object Data, long? Id = null);
