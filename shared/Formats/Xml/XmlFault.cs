namespace DataAggregator.Formats.Xml;

/// <summary>What is wrong with a record.</summary>
/// <param name="At">The byte, from the record's beginning.</param>
/// <param name="Code">In a word.</param>
/// <param name="Message">For people.</param>
internal sealed record XmlFault(int At, string Code, string Message);
