namespace DataAggregator.Core.Storage;

/// <summary>A store of the platform itself (its database, its segments) does not answer for now. Whatever was asked of it may be asked again.</summary>
public sealed class StoreUnavailableException(string store, Exception cause) : Exception($"{store} does not answer.", cause)
{
    /// <summary>The code of a run's failure for this reason.</summary>
    public const string Code = "store_unavailable";
}
