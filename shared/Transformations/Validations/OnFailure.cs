namespace DataAggregator.Transformations.Validations;

/// <summary>What becomes of a record that fails a validation.</summary>
internal enum OnFailure
{
    /// <summary>It goes to the dead letters.</summary>
    Reject,

    /// <summary>It goes on, and the run ends with a warning.</summary>
    Warn,

    /// <summary>It goes on, the field set to null.</summary>
    Null,

    /// <summary>It is left out, counted as filtered.</summary>
    Drop,

    /// <summary>The run fails.</summary>
    FailRun,
}
