namespace DataAggregator.Core.Quality;

/// <summary>What it means when an expectation is not met.</summary>
public enum ExpectationSeverity
{
    /// <summary>The run fails.</summary>
    Error,

    /// <summary>The run ends as a warning.</summary>
    Warning,
}
