namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>The units that times are counted in.</summary>
internal enum TimeUnit
{
    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Days of 24 hours.</summary>
    Days,

    /// <summary>Weeks of seven days.</summary>
    Weeks,

    /// <summary>Months of the calendar.</summary>
    Months,

    /// <summary>Quarters of the calendar.</summary>
    Quarters,

    /// <summary>Years of the calendar.</summary>
    Years,
}
