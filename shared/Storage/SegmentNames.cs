namespace DataAggregator.Storage;

/// <summary>How segments are called where they are stored.</summary>
internal static class SegmentNames
{
    /// <summary>The run's id as one part of a path that cannot lead out of its folder.</summary>
    /// <exception cref="ArgumentException">The id is empty or consists of dots.</exception>
    public static string OfRun(string runId) => runId.Trim('.').Length == 0
        ? throw new ArgumentException($"'{runId}' cannot be the id of a run.", nameof(runId))
        : Uri.EscapeDataString(runId);
}
