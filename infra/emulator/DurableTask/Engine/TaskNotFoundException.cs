namespace DataAggregator.Emulator.Durable;

/// <summary>A called task is not registered.</summary>
internal sealed class TaskNotFoundException(string message) : Exception(message);
