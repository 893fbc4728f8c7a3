namespace DataAggregator.Connectors.RestApi;

/// <summary>The time that a rate limit is for.</summary>
public enum RateLimitPeriod
{
    /// <summary>A second.</summary>
    Second,

    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,
}
