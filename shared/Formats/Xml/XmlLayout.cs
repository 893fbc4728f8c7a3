namespace DataAggregator.Formats.Xml;

/// <summary>Where records stand in an XML document.</summary>
/// <param name="RecordElement">The element that is a record; with a prefix, only so, without one with any. Empty where there is none.</param>
/// <param name="Depth">How many elements are around a record; null for any number.</param>
public sealed record XmlLayout(string RecordElement, int? Depth)
{
    /// <summary>Whether an element is a record.</summary>
    internal bool Matches(ReadOnlySpan<byte> name, ReadOnlySpan<byte> recordElement, int depth)
    {
        if (Depth is { } wanted && wanted != depth)
            return false;
        if (name.SequenceEqual(recordElement))
            return !name.IsEmpty;
        return name.EndsWith(recordElement) && name.Length > recordElement.Length && !recordElement.IsEmpty
            && name[name.Length - recordElement.Length - 1] == ':' && !recordElement.Contains((byte)':');
    }
}
