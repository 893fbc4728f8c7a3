namespace DataAggregator.Connectors.Files;

/// <summary>Whether a file is compressed.</summary>
public enum FileCompression
{
    /// <summary>Reading: by the file's first bytes, whatever its name. Writing: by the name's ending.</summary>
    Auto,

    /// <summary>It is not.</summary>
    None,

    /// <summary>By gzip.</summary>
    Gzip,
}
