using System.ComponentModel;

namespace DataAggregator.Connectors.Files;

/// <summary>How an XML file holds records, as a user sets it.</summary>
public sealed record XmlOptions
{
    /// <summary>The element that is a record.</summary>
    [Description("The element that is a record.")]
    public string? RecordElement { get; init; }
}
