using System.Text.Json;

namespace DataAggregator.Core.Triggers;

/// <summary>An event, from outside or of the platform.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Tells it from all others of its name.</param>
/// <param name="Data">What it says, an object.</param>
public sealed record ToldEvent(string Name, string Id, JsonElement Data);
