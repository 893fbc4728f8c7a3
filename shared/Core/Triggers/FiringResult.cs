namespace DataAggregator.Core.Triggers;

/// <summary>What came of a firing, in a word.</summary>
public enum FiringResult
{
    /// <summary>Its run begins.</summary>
    Started,

    /// <summary>Its run waits for those before it.</summary>
    Queued,

    /// <summary>The pipeline's overlap leaves it out, as the run before has not ended.</summary>
    Skipped,

    /// <summary>It was told before.</summary>
    Repeated,

    /// <summary>The pipeline or the trigger is paused, or gone.</summary>
    Paused,

    /// <summary>Too many runs of the pipeline wait already: it has to be told again.</summary>
    Full,
}
