namespace DataAggregator.Connectors.Files;

/// <summary>How a file holds records.</summary>
public enum FileFormat
{
    /// <summary>By the file's name, else by its first character.</summary>
    Auto,

    /// <summary>Values separated by commas or the like.</summary>
    Csv,

    /// <summary>A JSON array, an object with an array, or lines.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>XML elements.</summary>
    Xml,

    /// <summary>A worksheet.</summary>
    Excel,
}
