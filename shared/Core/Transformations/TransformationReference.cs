namespace DataAggregator.Core.Transformations;

/// <summary>What a step names that stands for a saved transformation.</summary>
/// <param name="Id">The transformation.</param>
/// <param name="Version">Its version; null for the newest.</param>
public sealed record TransformationReference(string Id, int? Version)
{
    /// <summary>The key that tells a step that stands for a saved transformation from others.</summary>
    public const string Key = "transformation_id";
}
