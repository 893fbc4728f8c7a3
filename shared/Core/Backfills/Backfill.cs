namespace DataAggregator.Core.Backfills;

/// <summary>Reads a range of a pipeline's source again, chunk by chunk, each by a run of its own; the pipeline's state stays where it is.</summary>
public sealed record Backfill
{
    /// <summary>The id, also that of its orchestration.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline.</summary>
    public required string PipelineId { get; init; }

    /// <summary>The pipeline's name when it was asked for.</summary>
    public required string PipelineName { get; init; }

    /// <summary>The version that its runs are pinned to.</summary>
    public required int PipelineVersion { get; init; }

    /// <summary>The first value, included.</summary>
    public required string From { get; init; }

    /// <summary>The value to stop before.</summary>
    public required string To { get; init; }

    /// <summary>The size of a chunk.</summary>
    public required string Step { get; init; }

    /// <summary>The most chunks at work at a time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Author { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last chunk was over.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether a user asked it to stop.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Its chunks, in order.</summary>
    public IReadOnlyList<BackfillChunk> Chunks { get; init; } = [];

    /// <summary>In a word: <c>running</c>, <c>cancelled</c>, <c>failed</c> (with a chunk that did), <c>done</c>.</summary>
    public string Status => EndedAt is null ? "running"
        : Chunks.Any(chunk => chunk.Status == ChunkStatus.Cancelled) ? "cancelled"
        : Chunks.Any(chunk => chunk.Status == ChunkStatus.Failed) ? "failed"
        : "done";
}
