namespace DataAggregator.Core.Incremental;

/// <summary>How far a pipeline has read one of its streams: what the next run begins with.</summary>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="Stream">The stream (<see cref="StreamName"/>).</param>
public sealed record StreamState(string PipelineId, string Stream)
{
    /// <summary>Counts its changes, from 1; 0 before the first.</summary>
    public int Version { get; init; }

    /// <summary>The field that is followed.</summary>
    public string? CursorField { get; init; }

    /// <summary>How far its values were read; null at the start, and after a reset.</summary>
    public CursorMark? Cursor { get; init; }

    /// <summary>What the source itself remembers, in its own format; null where it needs nothing.</summary>
    public string? SourceState { get; init; }

    /// <summary>When it was changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The run that changed it, null when a user did.</summary>
    public string? RunId { get; init; }

    /// <summary>The user who changed it, null when a run did.</summary>
    public string? Author { get; init; }

    /// <summary>Whether nothing was read yet, or a user wants it all again.</summary>
    public bool IsAtStart => Cursor is null && SourceState is null;
}
