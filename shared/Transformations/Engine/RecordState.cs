namespace DataAggregator.Transformations.Engine;

/// <summary>What records are that come to a step.</summary>
internal enum RecordState
{
    /// <summary>Records of the source, as they were read.</summary>
    AsRead,

    /// <summary>Records of the source that steps have changed.</summary>
    Changed,

    /// <summary>Records that steps have made of several.</summary>
    Made,
}
