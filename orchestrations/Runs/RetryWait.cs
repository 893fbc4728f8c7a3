namespace DataAggregator.Orchestrations.Runs;

/// <summary>A wait before the next attempt at an activity.</summary>
/// <param name="Generation">The run, and the epoch that works on it.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Reason">What failed, for people.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Step">The step that failed.</param>
/// <param name="Delay">How long it waits.</param>
public sealed record RetryWait(RunGeneration Generation, DateTimeOffset Until, string Reason, string Code, string? Step, TimeSpan Delay);
