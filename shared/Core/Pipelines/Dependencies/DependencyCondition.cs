namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>Which ends of another pipeline's run count. A run that was cancelled counts for none.</summary>
public enum DependencyCondition
{
    /// <summary>It went well, with or without a warning.</summary>
    Success,

    /// <summary>It failed.</summary>
    Failure,

    /// <summary>It went well or failed.</summary>
    Completion,
}
