namespace DataAggregator.Core.Storage;

/// <summary>What was to be saved collides with something that exists, such as a name (409).</summary>
public sealed class ConflictException(string message) : Exception(message);
