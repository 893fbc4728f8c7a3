namespace DataAggregator.Functions.RateLimits;

/// <summary>What requests of an HTTP function are counted among.</summary>
public enum RequestRate
{
    /// <summary>All requests of a user; of an address, where nobody has signed in.</summary>
    General,

    /// <summary>Attempts of an address to sign in.</summary>
    SignIn,

    /// <summary>Not counted: probes by which others tell that we are alive.</summary>
    None,
}
