namespace DataAggregator.Core.Transformations;

/// <summary>What a step reads beside the stream at hand: a named source of the pipeline, else a saved connector of that name.</summary>
/// <param name="Name">The name that the step gives.</param>
/// <param name="Stream">What to read of a saved connector; null for what its config says.</param>
/// <param name="Path">The JSON path of the step.</param>
/// <param name="StreamPath">The JSON path of its option for <paramref name="Stream"/>.</param>
public sealed record InputReference(string Name, string? Stream, string Path, string StreamPath)
{
    /// <summary>Whether a step reads it whole, instead of only asking it for single records.</summary>
    public bool IsReadWhole { get; init; } = true;

    /// <summary>The JSON path of the first step that asks it for single records; null when none does.</summary>
    public string? AskedAt { get; init; }

    /// <summary>What the records are called in a run: two streams of one connector are two inputs.</summary>
    public string Key => Stream is null ? Name : $"{Name} ({Stream})";
}
