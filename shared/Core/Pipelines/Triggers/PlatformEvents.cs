namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>The events that the platform tells of a pipeline, each with the end of one of its runs.</summary>
public static class PlatformEvents
{
    /// <summary>A run has ended.</summary>
    public const string RunEnded = "run.ended";

    /// <summary>A run has left dead letters.</summary>
    public const string DeadLettersAdded = "dead_letters.added";

    /// <summary>A run has seen other fields than the one before.</summary>
    public const string SchemaDrifted = "schema.drifted";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [RunEnded, DeadLettersAdded, SchemaDrifted];
}
