using System.Globalization;
using System.Text.Unicode;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Fields;

namespace DataAggregator.Formats.Xml;

/// <summary>
/// Turns elements into columns: attributes and children are fields, repeated children arrays, children with children objects. A record
/// that is broken ends with its end tag, or before the next start tag of its name, whichever comes first; one whose end tag is missing
/// ends before the first start tag of its name in it.
/// </summary>
internal sealed class XmlRecords
{
    private readonly FieldColumns fields;
    private readonly XmlNames names;
    private readonly XmlTree tree;
    private readonly XmlParser parser;
    private readonly List<int> columnOf = [];
    private readonly int maxRecordBytes;
    private readonly int maxDepth;

    public XmlRecords(XmlOptions xml, ReadOptions options)
    {
        fields = new FieldColumns(options, "xml_format", xml.InferDates);
        names = new XmlNames(xml);
        tree = new XmlTree(names);
        parser = new XmlParser(names, tree, options.MaxDepth);
        maxDepth = options.MaxDepth;
        maxRecordBytes = options.MaxRecordBytes;
    }

    public bool IsEmpty => fields.IsEmpty;

    public bool IsFull => fields.IsFull;

    /// <summary>Reads the record that the text begins with, or rejects it.</summary>
    /// <param name="text">The text from the record's start tag on.</param>
    /// <param name="isFinal">Whether nothing comes after it.</param>
    /// <param name="line">The line it begins at.</param>
    /// <param name="isSkipping">Whether the rest of the record still has to be skipped: it was rejected, and its end is not at hand.</param>
    /// <returns>The bytes that the record takes; 0 when more text is needed.</returns>
    public int Read(ReadOnlySpan<byte> text, bool isFinal, long line, out bool isSkipping)
    {
        isSkipping = false;
        var isTooLong = text.Length > maxRecordBytes;
        var outcome = parser.Parse(text, isFinal, out var used);
        if (outcome == XmlMarkup.End && used <= maxRecordBytes)
        {
            Append(text[..used], line);
            return used;
        }

        if (outcome == XmlMarkup.Incomplete && !isTooLong)
            return 0;
        var fault = parser.Fault ?? new XmlFault(0, "record_too_large", $"The record is longer than {maxRecordBytes} bytes.");
        if (outcome != XmlMarkup.End)
            used = Resume(text, fault, isFinal, out isSkipping);
        if (isSkipping && !isTooLong && !isFinal)
            return 0;
        Reject(text[..used], fault, line);
        return used;
    }

    /// <summary>The batch of what was read since the last one.</summary>
    public SourceBatch Build(ReadPosition position, long bytesRead) => fields.Build(position, bytesRead);

    /// <summary>Where a broken record ends: behind its end tag or before the next start tag of its name.</summary>
    /// <param name="text">Text within the record.</param>
    /// <param name="name">The record's name.</param>
    /// <param name="isFinal">Whether nothing comes after the text.</param>
    /// <returns>The position; -1 when it is not at hand.</returns>
    public static int EndOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, bool isFinal)
    {
        var at = 0;
        while (text[at..].IndexOf((byte)'<') is >= 0 and var found)
        {
            at += found;
            var rest = text[(at + 1)..];
            var isClose = !rest.IsEmpty && rest[0] == '/';
            var tag = isClose ? rest[1..] : rest;
            if (tag.Length <= name.Length && !isFinal)
                return -1;
            if (XmlScanner.NameOf(tag).SequenceEqual(name))
            {
                var close = isClose ? tag.IndexOf((byte)'>') : 0;
                if (close >= 0)
                    return isClose ? text.Length - tag.Length + close + 1 : at;
            }

            at++;
        }

        return -1;
    }

    private int Resume(ReadOnlySpan<byte> text, XmlFault fault, bool isFinal, out bool isSkipping)
    {
        isSkipping = false;
        if (parser.SameNameAt > 0)
            return parser.SameNameAt;
        var name = XmlScanner.NameOf(text[1..]);
        // The record's own start tag is where a search for the next one may not begin.
        var from = Math.Max(fault.At, 1 + name.Length);
        var end = EndOf(text[from..], name, isFinal);
        if (end >= 0)
            return from + end;
        // An end tag that is none of the record's own is one of the elements around it.
        if (isFinal && fault.Code == "unclosed_element")
            return from;
        isSkipping = true;
        // What may be the beginning of the tag looked for stays.
        return isFinal ? text.Length : Math.Max(from, text.Length - name.Length - 3);
    }

    private void Append(ReadOnlySpan<byte> text, long line)
    {
        if (!Utf8.IsValid(text))
        {
            Reject(text, new XmlFault(0, "invalid_utf8", "The record holds bytes that are not UTF-8."), line);
            return;
        }

        fields.Begin();
        for (var child = tree[0].FirstChild; child > 0; child = tree[child].NextName)
        {
            var name = tree[child].Name;
            while (columnOf.Count <= name)
                columnOf.Add(-1);
            if (columnOf[name] < 0)
                columnOf[name] = fields.Find(names[name], -1);
            if (columnOf[name] < 0)
                continue;
            var (kind, start, length) = tree.ValueOf(child);
            fields.Set(columnOf[name], kind, start, length);
        }

        if (tree.JsonDepth > maxDepth)
            fields.AddError("too_deep", $"The record is nested deeper than {maxDepth} levels, arrays included.");
        if (!fields.TryAppend(tree.Values.WrittenSpan))
            fields.Reject(fields.ToJson(tree.Values.WrittenSpan), string.Create(CultureInfo.InvariantCulture, $"Line {line}"));
    }

    private void Reject(ReadOnlySpan<byte> text, XmlFault fault, long line)
    {
        var before = text[..Math.Min(fault.At, text.Length)];
        var place = string.Create(CultureInfo.InvariantCulture, $"Line {line + before.Count((byte)'\n')}, column {before.Length - before.LastIndexOf((byte)'\n')}");
        fields.RejectText(text, fault.Code, fault.Message, place);
    }
}
