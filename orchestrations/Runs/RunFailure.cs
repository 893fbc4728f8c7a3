using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>An expected failure of an activity, as a value in the history: what the orchestrator needs to decide about a retry, and what users read.</summary>
/// <param name="Class">What can be done about it.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Message">What happened; no secret, no payload.</param>
/// <param name="Step">Where it happened: <c>source</c>, <c>destination</c>, <c>transformations[2]</c>.</param>
/// <param name="Hint">The way out, where one is known.</param>
public sealed record RunFailure(ErrorClass Class, string Code, string Message, string? Step, string? Hint)
{
    /// <summary>The error as the run shows it.</summary>
    public RunError ToError() => new(Code, Message, Step, Hint);
}
