using System.ComponentModel;

namespace DataAggregator.Formats.Xml;

/// <summary>How XML holds records, as a user sets it.</summary>
public sealed record XmlOptions
{
    /// <summary>What becomes of a name's namespace prefix.</summary>
    public enum NamePrefix
    {
        /// <summary>It is left out: <c>dc:title</c> is <c>title</c>.</summary>
        Drop,

        /// <summary>It stays part of the name.</summary>
        Keep,
    }

    /// <summary>The element that is a record.</summary>
    [Description("The element that is a record, with or without its prefix. Left out: for reading, the first child that is repeated, nearest to the root; for writing, record.")]
    public string? RecordElement { get; init; }

    /// <summary>The element around the records that are written.</summary>
    [Description("The element around the records that are written.")]
    public string RootElement { get; init; } = "records";

    /// <summary>What the names of fields that are attributes begin with.</summary>
    [Description("What the names of fields that are attributes begin with; may be empty. The text of an element that has attributes or children too is its field #text.")]
    public string AttributePrefix { get; init; } = "@";

    /// <summary>What becomes of namespace prefixes.</summary>
    [Description("What becomes of namespace prefixes of elements and attributes: drop them, or keep them as part of the field's name.")]
    public NamePrefix NamespacePrefixes { get; init; } = NamePrefix.Drop;

    /// <summary>Whether dates are inferred.</summary>
    [Description("Whether texts such as 2025-01-15 or 2025-01-15T10:00:00Z are inferred as dates and times; without it they stay texts unless a schema declares them.")]
    public bool InferDates { get; init; }
}
