namespace DataAggregator.Core.Triggers;

/// <summary>What is kept of a file that a trigger watches.</summary>
/// <param name="Path">Its whole path.</param>
/// <param name="Version">The version that was seen last, or <see cref="Gone"/>.</param>
/// <param name="SeenAt">When it was first seen so.</param>
/// <param name="Done">The version that was last decided about: it started a run, or was there before the trigger; null for none.</param>
public sealed record KnownFile(string Path, string Version, DateTimeOffset SeenAt, string? Done)
{
    /// <summary>The version of a file that is not there any more.</summary>
    public const string Gone = "gone";
}
