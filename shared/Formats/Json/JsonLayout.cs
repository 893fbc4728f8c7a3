namespace DataAggregator.Formats.Json;

/// <summary>Where records stand in a JSON text.</summary>
/// <param name="Framing">How they follow each other.</param>
/// <param name="Start">Where the first begins: for an array, the place behind its bracket.</param>
public sealed record JsonLayout(JsonFraming Framing, ReadPosition Start);
