namespace DataAggregator.Formats.Xml;

/// <summary>What a piece of XML is.</summary>
internal enum XmlMarkup
{
    /// <summary>Nothing follows.</summary>
    End,

    /// <summary>The text at hand ends within a piece.</summary>
    Incomplete,

    /// <summary>This is no XML.</summary>
    Malformed,

    /// <summary>Characters between tags, references not resolved.</summary>
    Text,

    /// <summary>Characters in a CDATA section.</summary>
    CData,

    /// <summary>A start tag.</summary>
    Start,

    /// <summary>A tag that is start and end.</summary>
    Empty,

    /// <summary>An end tag.</summary>
    Close,

    /// <summary>A comment or processing instruction.</summary>
    Skipped,

    /// <summary>A document type definition.</summary>
    Doctype,
}
