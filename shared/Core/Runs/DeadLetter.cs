using DataAggregator.Core.Records;

namespace DataAggregator.Core.Runs;

/// <summary>A rejected record, kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RunId">The run that rejected it.</param>
/// <param name="Rejected">The record and the reasons, after a replay those of the last one.</param>
/// <param name="CreatedAt">When it was rejected.</param>
public sealed record DeadLetter(string Id, string RunId, RejectedRecord Rejected, DateTimeOffset CreatedAt)
{
    /// <summary>The run's pipeline.</summary>
    public string PipelineId { get; init; } = "";

    /// <summary>The pipeline's name when it ran.</summary>
    public string PipelineName { get; init; } = "";

    /// <summary>The version that the run was pinned to.</summary>
    public int PipelineVersion { get; init; }

    /// <summary>What became of it.</summary>
    public DeadLetterStatus Status { get; init; }

    /// <summary>The record as a user mended it, UTF-8 JSON; null where nobody did.</summary>
    public ReadOnlyMemory<byte>? Edited { get; init; }

    /// <summary>How often it was replayed.</summary>
    public int Attempts { get; init; }

    /// <summary>The run that is replaying it, or did last.</summary>
    public string? ReplayRunId { get; init; }

    /// <summary>Whether that run holds it: nobody else changes or replays it until the run has ended, was tried again or given up.</summary>
    public bool Claimed { get; init; }

    /// <summary>Grows with every change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The record to be replayed.</summary>
    public ReadOnlyMemory<byte> Current => Edited ?? Rejected.Record;
}
