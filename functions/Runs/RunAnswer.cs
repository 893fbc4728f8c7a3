using DataAggregator.Core.Quality;
using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Runs;

/// <summary>A run as the API shows it.</summary>
public sealed record RunAnswer(
    string Id,
    string PipelineId,
    string PipelineName,
    int PipelineVersion,
    RunStatus Status,
    string Trigger,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    long RecordsRead,
    long RecordsWritten,
    long RecordsRejected,
    long RecordsFiltered,
    long RecordsDeduplicated,
    long? RecordsExpected,
    long BytesRead,
    bool DryRun,
    RunError? Error,
    IReadOnlyList<StepAnswer> Steps)
{
    /// <summary>How often it was begun: 1, and one more for each retry.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether it failed and can be retried from where it stopped.</summary>
    public bool Retryable { get; init; }

    /// <summary>Whether it was asked to hold.</summary>
    public bool PauseRequested { get; init; }

    /// <summary>Whether it was asked to stop.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>The last sign of life of whoever works on it; null before the first.</summary>
    public HeartbeatAnswer? Heartbeat { get; init; }

    /// <summary>What it waits for; null while it is at work, and when it has ended.</summary>
    public WaitAnswer? WaitsFor { get; init; }

    /// <summary>What the pipeline's expectations came to; told of a single run that has been judged.</summary>
    public IReadOnlyList<ExpectationResult>? Expectations { get; init; }

    /// <summary>What it delivers to, and what each destination promises; told of a single run that has been planned.</summary>
    public IReadOnlyList<RunDestinationAnswer>? Destinations { get; init; }

    /// <summary>Whether everything of an incremental source was read, whatever was read before.</summary>
    public bool? FullRefresh { get; init; }

    /// <summary>The fields of the source of which values were coerced to their declared type or rejected; told of a single run.</summary>
    public IReadOnlyList<FieldCountsAnswer>? Fields { get; init; }

    /// <summary>The run of another pipeline whose end started it.</summary>
    public string? UpstreamRunId { get; init; }

    /// <summary>Whether it waits for the pipeline's run before to end.</summary>
    public bool? Queued { get; init; }

    /// <summary>The answer for a run; while it is at work, its duration is the one so far.</summary>
    public static RunAnswer Of(Run run, TimeProvider time) => new(
        run.Id,
        run.PipelineId,
        run.PipelineName,
        run.PipelineVersion,
        run.Status,
        run.Trigger,
        run.CreatedAt,
        run.StartedAt,
        run.EndedAt,
        run.StartedAt is { } started ? (long)((run.EndedAt ?? time.GetUtcNow()) - started).TotalMilliseconds : null,
        run.Totals.Read,
        run.Totals.Written,
        run.Totals.Rejected,
        run.Totals.Filtered,
        run.Totals.Deduplicated,
        run.Totals.Expected,
        run.Totals.BytesRead,
        run.DryRun,
        run.Error,
        [.. run.Steps.Select(StepAnswer.Of)])
    {
        FullRefresh = run.Reading?.FullRefresh == true ? true : null,
        Attempt = run.Attempt,
        Retryable = run.Retryable,
        PauseRequested = run.PauseRequested,
        CancelRequested = run.CancelRequested,
        Heartbeat = run.HeartbeatAt is { } at ? new(at, (long)(time.GetUtcNow() - at).TotalMilliseconds, run.LeaseUntil, run.WorkRecords, run.WorkBytes) : null,
        WaitsFor = WaitAnswer.Of(run),
        UpstreamRunId = run.UpstreamRunId,
        Queued = run.Queued ? true : null,
    };
}
