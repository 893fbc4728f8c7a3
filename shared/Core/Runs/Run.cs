using System.Text.Json;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Runs;

/// <summary>A run as the run ledger has it: the truth about what happened.</summary>
public sealed record Run
{
    /// <summary>The id, also that of its orchestration.</summary>
    public required string Id { get; init; }

    /// <summary>What caused it, unique: pipeline and request id, scheduled instant, event id.</summary>
    public required string Key { get; init; }

    /// <summary>The pipeline.</summary>
    public required string PipelineId { get; init; }

    /// <summary>The pipeline's name when it started.</summary>
    public required string PipelineName { get; init; }

    /// <summary>The version it is pinned to.</summary>
    public required int PipelineVersion { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What started it: <c>manual</c>, <c>schedule</c>, <c>dependency</c>, <c>webhook</c>, <c>file</c>, <c>event</c>, <c>backfill</c>, <c>replay</c>, <c>api</c>, <c>demo</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The run of another pipeline whose end started it, or null.</summary>
    public string? UpstreamRunId { get; init; }

    /// <summary>Whether it waits for the run before to end.</summary>
    public bool Queued { get; init; }

    /// <summary>Parameters given for this run, by name; an object.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>The logical time: the scheduled instant, else when it was created.</summary>
    public required DateTimeOffset LogicalTime { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Grows when the run is taken over; fences writers of older epochs.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>How often it was begun: 1, and one more for each retry.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether a user asked it to stop.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Whether a user asked it to hold.</summary>
    public bool PauseRequested { get; init; }

    /// <summary>When whoever works on it last gave a sign of life.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>Until when nobody else takes it over; null while nobody works on it.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Records that were moved by those signs of life; repeated work counts again.</summary>
    public long WorkRecords { get; init; }

    /// <summary>Bytes that were read by those signs of life.</summary>
    public long WorkBytes { get; init; }

    /// <summary>When it tries again, while it is retrying.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>What it waits for, while it is retrying.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Whether it failed and can be retried.</summary>
    public bool Retryable { get; init; }

    /// <summary>The most records to read, null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>Whether nothing is written: records are read and transformed only.</summary>
    public bool DryRun { get; init; }

    /// <summary>What it reads of an incremental source, where it is not simply what is new.</summary>
    public RunReading? Reading { get; init; }

    /// <summary>What it read, wrote and rejected so far.</summary>
    public RunTotals Totals { get; init; } = new();

    /// <summary>The books of every step, source and destinations included.</summary>
    public IReadOnlyList<StepCounts> Steps { get; init; } = [];

    /// <summary>Why it failed.</summary>
    public RunError? Error { get; init; }
}
