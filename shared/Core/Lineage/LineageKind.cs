namespace DataAggregator.Core.Lineage;

/// <summary>How a step makes a field of others.</summary>
public enum LineageKind
{
    /// <summary>The field as it was.</summary>
    Copied,

    /// <summary>The same values under another name.</summary>
    Renamed,

    /// <summary>Other values, calculated from those of the inputs.</summary>
    Computed,

    /// <summary>Calculated from the values of many records.</summary>
    Aggregated,

    /// <summary>Taken from another source, by a key.</summary>
    Joined,

    /// <summary>Made of no field: a constant, or something of the run.</summary>
    Constant,

    /// <summary>Made by code that may look at every field.</summary>
    Opaque,
}
