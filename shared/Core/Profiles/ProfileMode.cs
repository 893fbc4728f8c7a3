namespace DataAggregator.Core.Profiles;

/// <summary>How much of a run is looked at for its profile.</summary>
public enum ProfileMode
{
    /// <summary>Counts, numbers' and times' bounds, means and text lengths of all records; distinct and top values, patterns and histograms of the first records of each segment.</summary>
    Sample,

    /// <summary>Everything of all records.</summary>
    Full,

    /// <summary>Nothing.</summary>
    Off,
}
