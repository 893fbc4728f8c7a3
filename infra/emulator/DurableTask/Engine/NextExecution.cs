namespace DataAggregator.Emulator.Durable;

/// <summary>What an orchestration starts over with.</summary>
internal sealed record NextExecution(string? Input, string? Version, IReadOnlyList<(string Name, string? Payload)> Events);
