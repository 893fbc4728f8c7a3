namespace DataAggregator.Core.Schedules;

/// <summary>What happens to instants of a schedule that passed while the platform was down.</summary>
public enum CatchUp
{
    /// <summary>They are left out.</summary>
    None,

    /// <summary>The newest one is made up for.</summary>
    Last,

    /// <summary>Each is made up for.</summary>
    All,
}
