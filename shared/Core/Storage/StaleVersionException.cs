namespace DataAggregator.Core.Storage;

/// <summary>Somebody else changed the resource since it was read (412).</summary>
public sealed class StaleVersionException(string resource, int expected, int actual)
    : Exception($"The {resource} is at version {actual}, not {expected}: read it again and repeat the change.");
