namespace DataAggregator.Formats.Json;

/// <summary>What came of reading one value as a record.</summary>
internal enum JsonOutcome
{
    /// <summary>It was read, whole; or rejected, and its end is known.</summary>
    Read,

    /// <summary>It goes on behind the text at hand.</summary>
    Incomplete,

    /// <summary>It is no JSON: where it ends, only the framing can tell.</summary>
    Malformed,
}
