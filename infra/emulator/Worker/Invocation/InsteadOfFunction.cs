namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>A feature: what stands at the end of an invocation's pipeline in the place of its function.</summary>
/// <param name="Run">Runs it.</param>
internal sealed record InsteadOfFunction(Action Run);
