using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// What an activity or a partition came to. Failures that connectors understand are values: their class decides about retries and survives
/// the history, which an exception's text would not. Anything unexpected stays an exception.
/// </summary>
/// <typeparam name="T">The result of a success.</typeparam>
/// <param name="Value">The result; default when it failed or was stopped.</param>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="Order">What the run was told, where it is to stop without a failure.</param>
/// <param name="Retry">How this failure is to be retried, where the caller could not know the pipeline's policy yet.</param>
public sealed record Outcome<T>(T? Value, RunFailure? Failure = null, RunOrder Order = RunOrder.GoOn, RetryPolicy? Retry = null);
