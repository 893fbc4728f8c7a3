namespace DataAggregator.Formats.Xml;

/// <summary>Parses one record, strictly: tags match, attributes are unique, references are known.</summary>
/// <param name="names">The numbers of names.</param>
/// <param name="tree">Gets the record.</param>
/// <param name="maxDepth">The deepest nesting, the record itself included.</param>
internal sealed class XmlParser(XmlNames names, XmlTree tree, int maxDepth)
{
    private readonly List<(int Node, int NameStart, int NameLength)> open = [];
    private readonly HashSet<int> attributes = [];
    private int textStart;

    /// <summary>What is wrong, after <see cref="XmlMarkup.Malformed"/>.</summary>
    public XmlFault? Fault { get; private set; }

    /// <summary>Where the first element of the record's own name begins within the record; 0 when there was none.</summary>
    public int SameNameAt { get; private set; }

    /// <summary>Parses the record that the text begins with.</summary>
    /// <returns><see cref="XmlMarkup.End"/> when the record is complete, <see cref="XmlMarkup.Incomplete"/> when the text ends before it, or <see cref="XmlMarkup.Malformed"/>.</returns>
    public XmlMarkup Parse(ReadOnlySpan<byte> text, bool isFinal, out int used)
    {
        tree.Clear();
        open.Clear();
        (Fault, SameNameAt, used, textStart) = (null, 0, 0, 0);
        var scanner = new XmlScanner(text, isFinal);
        do
        {
            var markup = scanner.Read();
            var result = markup switch
            {
                XmlMarkup.Start or XmlMarkup.Empty => Begin(text, ref scanner, isEmpty: markup == XmlMarkup.Empty),
                XmlMarkup.Close => End(text, ref scanner),
                XmlMarkup.Text => Place(XmlText.Resolve(scanner.Content, isAttribute: false, tree.Values), scanner.ContentStart),
                XmlMarkup.CData => Place(XmlText.Copy(scanner.Content, tree.Values), scanner.ContentStart),
                XmlMarkup.Skipped or XmlMarkup.Incomplete => null,
                XmlMarkup.End => new XmlFault(scanner.Start, "unclosed_element", "The record is not closed."),
                XmlMarkup.Doctype => new XmlFault(scanner.Start, "invalid_xml", "A DOCTYPE stands within the record."),
                _ => new XmlFault(scanner.Start, "invalid_xml", scanner.Problem),
            };
            if (markup == XmlMarkup.Incomplete)
                return markup;
            Fault = result;
        }
        while (Fault is null && open.Count > 0);
        used = scanner.Position;
        return Fault is null ? XmlMarkup.End : XmlMarkup.Malformed;
    }

    private static XmlFault? Place(XmlFault? fault, int start) => fault is null ? null : fault with { At = fault.At + start };

    private XmlFault? Begin(ReadOnlySpan<byte> text, ref XmlScanner scanner, bool isEmpty)
    {
        var name = scanner.Name;
        if (open.Count > 0 && SameNameAt == 0 && name.SequenceEqual(NameOf(text, open[0])))
            SameNameAt = scanner.Start;
        if (open.Count >= maxDepth)
            return new XmlFault(scanner.Start, "too_deep", $"The record is nested deeper than {maxDepth} levels.");
        EndText(isLast: false);
        var number = names.NumberOf(name, isAttribute: false);
        if (number < 0 || tree.IsFull)
            return TooMany(scanner.Start);
        var node = tree.Add(open.Count == 0 ? -1 : open[^1].Node, number);
        open.Add((node, scanner.ContentStart, name.Length));
        var fault = ReadAttributes(scanner.Content[name.Length..], node, scanner.ContentStart + name.Length);
        textStart = tree.Values.WrittenCount;
        if (fault is null && isEmpty)
            Close();
        return fault;
    }

    private XmlFault? End(ReadOnlySpan<byte> text, ref XmlScanner scanner)
    {
        if (!scanner.Name.SequenceEqual(NameOf(text, open[^1])))
            return new XmlFault(scanner.Start, "unclosed_element", $"<{System.Text.Encoding.UTF8.GetString(NameOf(text, open[^1]))}> is not closed before </{System.Text.Encoding.UTF8.GetString(scanner.Name)}>.");
        Close();
        return null;
    }

    private void Close()
    {
        EndText(isLast: true);
        open.RemoveAt(open.Count - 1);
    }

    /// <summary>Ends the characters since the last tag: the whole text of an element without children, or a piece of text between them.</summary>
    private void EndText(bool isLast)
    {
        if (open.Count == 0)
            return;
        var node = open[^1].Node;
        var start = textStart;
        textStart = tree.Values.WrittenCount;
        if (isLast && tree[node].FirstChild == 0 && node > 0)
        {
            tree.SetText(node, start);
            return;
        }

        if (tree.Values.WrittenSpan[start..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return;
        tree.SetText(tree.Add(node, XmlNames.Text), start);
    }

    private XmlFault? ReadAttributes(ReadOnlySpan<byte> rest, int node, int at)
    {
        var first = rest;
        attributes.Clear();
        while (true)
        {
            var begin = rest.IndexOfAnyExcept(" \t\r\n"u8);
            if (begin < 0)
                return null;
            var start = at + first.Length - rest.Length + begin;
            var name = XmlScanner.NameOf(rest[begin..]);
            var equals = rest[(begin + name.Length)..].TrimStart(" \t\r\n"u8);
            if (begin == 0 || name.IsEmpty || !XmlScanner.IsNameStart(name[0]) || equals.IsEmpty || equals[0] != '=')
                return new XmlFault(start, "invalid_xml", "An attribute is not written as name=\"value\".");
            var value = equals[1..].TrimStart(" \t\r\n"u8);
            var end = value.IsEmpty || value[0] is not ((byte)'"' or (byte)'\'') ? -1 : value[1..].IndexOf(value[0]);
            if (end < 0)
                return new XmlFault(start, "invalid_xml", "The value of an attribute is not in quotes.");
            if (AddAttribute(name, value.Slice(1, end), node, start) is { } fault)
                return fault;
            rest = value[(end + 2)..];
        }
    }

    private XmlFault? AddAttribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int node, int at)
    {
        if (name.SequenceEqual("xmlns"u8) || name.StartsWith("xmlns:"u8))
            return null;
        if (name.SequenceEqual("xsi:nil"u8))
        {
            tree[node].IsNil = value.SequenceEqual("true"u8) || value.SequenceEqual("1"u8);
            return null;
        }

        var number = names.NumberOf(name, isAttribute: true);
        if (number < 0 || tree.IsFull)
            return TooMany(at);
        var attribute = tree.Add(node, number);
        if (!attributes.Add(names.Raw(name)))
            return new XmlFault(at, "invalid_xml", $"The attribute '{System.Text.Encoding.UTF8.GetString(name)}' stands twice.");
        var start = tree.Values.WrittenCount;
        var fault = XmlText.Resolve(value, isAttribute: true, tree.Values);
        tree.SetText(attribute, start);
        return fault is null ? null : fault with { At = at };
    }

    private static XmlFault TooMany(int at) => new(at, "too_many_fields", $"The record has more than {XmlTree.MaxNodes} elements and attributes, or the document too many names.");

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> text, (int Node, int NameStart, int NameLength) element) => text.Slice(element.NameStart, element.NameLength);
}
