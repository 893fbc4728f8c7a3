namespace Microsoft.DurableTask.Client;

/// <summary>How instances are purged.</summary>
/// <param name="Recursive">Whether sub-orchestrations go too.</param>
public record class PurgeInstanceOptions(bool Recursive = false);
