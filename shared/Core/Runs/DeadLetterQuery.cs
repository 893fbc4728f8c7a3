namespace DataAggregator.Core.Runs;

/// <summary>Which dead letters are wanted; null takes all.</summary>
public sealed record DeadLetterQuery
{
    /// <summary>Only of that pipeline.</summary>
    public string? PipelineId { get; init; }

    /// <summary>Only those that this run rejected.</summary>
    public string? RunId { get; init; }

    /// <summary>Only those that this run replays or has replayed.</summary>
    public string? ReplayRunId { get; init; }

    /// <summary>Only those that a replay holds, or only those that none holds; with <see cref="ReplayRunId"/>, only those that this very run holds.</summary>
    public bool? Claimed { get; init; }

    /// <summary>Only with this code first among the reasons.</summary>
    public string? Code { get; init; }

    /// <summary>Only of that step.</summary>
    public string? Step { get; init; }

    /// <summary>Only of that status.</summary>
    public DeadLetterStatus? Status { get; init; }

    /// <summary>Only those whose code, field, rule, step, run or pipeline has this in it.</summary>
    public string? Text { get; init; }

    /// <summary>Only these.</summary>
    public IReadOnlyList<string>? Ids { get; init; }
}
