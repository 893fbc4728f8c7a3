namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>What happens to a file.</summary>
public enum FileEvent
{
    /// <summary>It arrives.</summary>
    Created,

    /// <summary>It arrives, or its content changes.</summary>
    Changed,
}
