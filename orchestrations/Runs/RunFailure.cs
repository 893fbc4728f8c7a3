using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>An expected failure of an activity, as a value in the history: what the orchestrator needs to decide about a retry, and what users read.</summary>
/// <param name="Class">What can be done about it.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Message">What happened; no secret, no payload.</param>
/// <param name="Step">Where it happened: <c>source</c>, <c>destination</c>, <c>transformations[2]</c>.</param>
/// <param name="Hint">The way out, where one is known.</param>
/// <param name="RetryAfter">How long the other side asks to be left alone.</param>
public sealed record RunFailure(ErrorClass Class, string Code, string Message, string? Step, string? Hint, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether it may pass when it is tried again.</summary>
    internal bool IsWorthRetrying => Class is ErrorClass.Transient or ErrorClass.Internal;

    /// <summary>The failure of a connector in a step.</summary>
    internal static RunFailure Of(ConnectorException failure, string step) => new(failure.Class, failure.Code, failure.Message, step, failure.Hint, failure.RetryAfter);

    /// <summary>The error as the run shows it.</summary>
    public RunError ToError() => new(Code, Message, Step, Hint ?? ErrorCatalogue.Find(Code)?.Hint, Class);
}
