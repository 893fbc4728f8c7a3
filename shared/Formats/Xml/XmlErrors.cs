using System.Globalization;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Xml;

/// <summary>Errors that end the reading of a document.</summary>
internal static class XmlErrors
{
    /// <summary>The error for a document that is damaged outside its records.</summary>
    public static ConnectorException Broken(string code, long line, string reason) =>
        new(ErrorClass.Data, code, string.Create(CultureInfo.InvariantCulture, $"Line {line}: {reason}"), "Repair the document; what is wrong within a record only rejects the record.");

    /// <summary>The error for a document with a DTD.</summary>
    public static ConnectorException Doctype(long line) =>
        new(ErrorClass.Data, "dtd_not_allowed", string.Create(CultureInfo.InvariantCulture, $"Line {line}: the document has a DOCTYPE, and definitions of its own are not read: they could blow it up or reach for other files."), "Remove the DOCTYPE.");
}
