using System.Text;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Xml;

/// <summary>
/// Finds out which element of a document is the record: of the elements that occur twice or more under one parent, the first of those
/// nearest to the root; where none does, the root's first child if it has children itself, else the root.
/// </summary>
public static class XmlLayoutDetector
{
    private const int MaxDepth = 16;

    /// <summary>The layout of the document.</summary>
    /// <param name="sample">Its beginning, of some megabytes.</param>
    /// <param name="recordElement">What the user gave, or null.</param>
    /// <exception cref="ConnectorException">It is no XML, or has a DTD (class data).</exception>
    public static XmlLayout Detect(ReadOnlySpan<byte> sample, string? recordElement)
    {
        if (!string.IsNullOrWhiteSpace(recordElement))
            return new XmlLayout(recordElement.Trim(), null);
        var elements = new Elements();
        var scanner = new XmlScanner(sample, isFinal: false);
        while (elements.IsOpen)
        {
            switch (scanner.Read())
            {
                case XmlMarkup.Empty:
                    elements.Begin(scanner.Name, scanner.Content.Length > scanner.Name.Length);
                    elements.End();
                    break;
                case XmlMarkup.Start:
                    elements.Begin(scanner.Name, scanner.Content.Length > scanner.Name.Length);
                    break;
                case XmlMarkup.Close:
                    elements.End();
                    break;
                case XmlMarkup.Doctype:
                    throw XmlErrors.Doctype(1);
                case XmlMarkup.Malformed or XmlMarkup.Incomplete or XmlMarkup.End:
                    if (elements.IsEmpty && !sample[scanner.Start..].Trim(" \t\r\n"u8).IsEmpty)
                        throw XmlErrors.Broken("invalid_xml", 1, scanner.Problem.Length > 0 ? scanner.Problem : "no element was found.");
                    return elements.Best();
            }
        }

        return elements.Best();
    }

    /// <summary>The elements seen so far, and which are open.</summary>
    private sealed class Elements
    {
        private readonly Stack<HashSet<string>> open = new();
        private readonly string?[] repeated = new string?[MaxDepth];
        private string? root;
        private string? firstChild;
        private bool firstChildHasChildren;
        private bool rootHasContent;
        private int depth;

        /// <summary>Whether an element nearer to the root may still turn out to be repeated.</summary>
        public bool IsOpen => repeated[1] is null;

        public bool IsEmpty => root is null;

        public void Begin(ReadOnlySpan<byte> utf8, bool hasAttributes)
        {
            if (depth < MaxDepth)
                See(Encoding.UTF8.GetString(utf8), hasAttributes);
            depth++;
        }

        public void End()
        {
            depth = Math.Max(depth - 1, 0);
            if (open.Count > depth)
                open.Pop();
        }

        public XmlLayout Best()
        {
            for (var level = 1; level < MaxDepth; level++)
            {
                if (repeated[level] is { } name)
                    return new XmlLayout(name, level);
            }

            if (firstChild is not null && firstChildHasChildren)
                return new XmlLayout(firstChild, 1);
            return rootHasContent ? new XmlLayout(root!, 0) : new XmlLayout("", null);
        }

        private void See(string name, bool hasAttributes)
        {
            if (depth == 0)
                (root, rootHasContent) = (root ?? name, rootHasContent || hasAttributes);
            else if (!open.Peek().Add(name))
                repeated[depth] ??= name;
            if (depth == 1)
                (firstChild, rootHasContent) = (firstChild ?? name, true);
            if (depth == 2)
                firstChildHasChildren = true;
            open.Push(new HashSet<string>(StringComparer.Ordinal));
        }
    }
}
