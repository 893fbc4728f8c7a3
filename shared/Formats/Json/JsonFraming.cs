namespace DataAggregator.Formats.Json;

/// <summary>How records follow each other in a JSON text.</summary>
public enum JsonFraming
{
    /// <summary>One object a line (NDJSON).</summary>
    Lines,

    /// <summary>Items of one array.</summary>
    Array,

    /// <summary>One object alone.</summary>
    Single,
}
