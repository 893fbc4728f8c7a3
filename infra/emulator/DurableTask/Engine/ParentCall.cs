namespace DataAggregator.Emulator.Durable;

/// <summary>The call of another orchestration that an instance answers.</summary>
internal sealed record ParentCall(string InstanceId, string ExecutionId, string Name, int TaskId);
