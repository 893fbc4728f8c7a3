namespace DataAggregator.Transformations.Enriching;

/// <summary>What becomes of a record that the API could not be asked about.</summary>
internal enum OnFailedEnrichment
{
    /// <summary>The run fails, or tries again where the failure may pass: nothing goes on without its values.</summary>
    FailRun,

    /// <summary>The record is rejected.</summary>
    Reject,

    /// <summary>The record goes on with nulls.</summary>
    Null,
}
