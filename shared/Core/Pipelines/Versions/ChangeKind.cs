namespace DataAggregator.Core.Pipelines.Versions;

/// <summary>What became of a part of a definition from one version to another.</summary>
public enum ChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is not there any more.</summary>
    Removed,

    /// <summary>Its value is another.</summary>
    Changed,

    /// <summary>It stands in another place of its list.</summary>
    Moved,
}
