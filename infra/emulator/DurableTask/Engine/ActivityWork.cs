namespace DataAggregator.Emulator.Durable;

/// <summary>A called activity that has not been answered yet.</summary>
internal sealed record ActivityWork(long Id, string InstanceId, string ExecutionId, int TaskId, string Name, string Version, string? Input);
