namespace Microsoft.DurableTask.Abstractions;

/// <summary>Compares versions of orchestrations.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>Below zero if the first is older: none is oldest; numbers compare as numbers, all else as text without regard to case.</summary>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var (none, otherNone) = (string.IsNullOrWhiteSpace(sourceVersion), string.IsNullOrWhiteSpace(otherVersion));
        if (none || otherNone)
        {
            return otherNone.CompareTo(none);
        }

        return Version.TryParse(sourceVersion, out var source) && Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
