namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>What became of a pipeline that was imported.</summary>
public enum ImportOutcome
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It has a new version.</summary>
    Updated,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>It was not taken.</summary>
    Failed,
}
