using System.Buffers;
using System.Text.Json;
using DataAggregator.Formats.Fields;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Xml;

/// <summary>The nodes of one record, with their texts resolved. Children of one name are found together, in whatever order they stand.</summary>
/// <param name="names">The numbers of names.</param>
internal sealed class XmlTree(XmlNames names)
{
    /// <summary>The most elements and attributes of a record.</summary>
    public const int MaxNodes = 1 << 20;

    private const int FewNames = 16;

    private readonly ArrayBufferWriter<byte> values = new(1024);
    private Dictionary<(int Parent, int Name), int> wide = [];
    private XmlNode[] nodes = new XmlNode[64];
    private int count;

    /// <summary>The texts of the nodes, and the JSON made of them.</summary>
    public ArrayBufferWriter<byte> Values => values;

    /// <summary>The deepest nesting of the JSON made for this record.</summary>
    public int JsonDepth { get; private set; }

    /// <summary>Whether no element or attribute can be added.</summary>
    public bool IsFull => count >= MaxNodes;

    /// <summary>The node with that number; the record is 0.</summary>
    public ref XmlNode this[int node] => ref nodes[node];

    /// <summary>Forgets the last record.</summary>
    public void Clear()
    {
        values.ResetWrittenCount();
        if (wide.Count > 4096)
            wide = [];
        else
            wide.Clear();
        if (nodes.Length > 4096)
            nodes = new XmlNode[64];
        count = 0;
        JsonDepth = 0;
    }

    /// <summary>Adds a node, without text yet; the first one is the record.</summary>
    public int Add(int parent, int name)
    {
        if (count == nodes.Length)
            Array.Resize(ref nodes, count * 2);
        nodes[count] = new XmlNode { Name = name, Parent = parent, Start = values.WrittenCount };
        if (parent >= 0)
            Attach(parent, count);
        return count++;
    }

    /// <summary>Makes all that was written to the values since a position the node's text.</summary>
    public void SetText(int node, int start) => (nodes[node].Start, nodes[node].Length) = (start, values.WrittenCount - start);

    /// <summary>What kind of value the child, and those of its name behind it, are; their JSON is written to the values where it is needed.</summary>
    public (ValueKind Kind, int Start, int Length) ValueOf(int child)
    {
        ref var node = ref nodes[child];
        if (node.NextSame == 0 && node.FirstChild == 0)
            return (node.IsNil ? ValueKind.Null : ValueKind.Text, node.Start, node.Length);
        var start = values.WrittenCount;
        using (var writer = new Utf8JsonWriter(values, RawRecord.Relaxed with { MaxDepth = 2_100 }))
            WriteAll(writer, child);
        return (ValueKind.Nested, start, values.WrittenCount - start);
    }

    private void Attach(int parent, int child)
    {
        ref var owner = ref nodes[parent];
        var first = FindFirst(ref owner, parent, nodes[child].Name);
        if (first > 0)
        {
            nodes[nodes[first].LastSame].NextSame = child;
            nodes[first].LastSame = child;
            return;
        }

        nodes[child].LastSame = child;
        if (owner.FirstChild == 0)
            owner.FirstChild = child;
        else
            nodes[owner.LastChild].NextName = child;
        owner.LastChild = child;
        owner.ChildNames++;
        if (owner.ChildNames > FewNames)
            wide[(parent, nodes[child].Name)] = child;
        else if (owner.ChildNames == FewNames)
            IndexChildren(parent);
    }

    private int FindFirst(ref XmlNode owner, int parent, int name)
    {
        if (owner.FirstChild == 0)
            return 0;
        if (nodes[owner.LastChild].Name == name)
            return owner.LastChild;
        if (owner.ChildNames >= FewNames)
            return wide.GetValueOrDefault((parent, name));
        var child = owner.FirstChild;
        while (child > 0 && nodes[child].Name != name)
            child = nodes[child].NextName;
        return child;
    }

    private void IndexChildren(int parent)
    {
        for (var child = nodes[parent].FirstChild; child > 0; child = nodes[child].NextName)
            wide[(parent, nodes[child].Name)] = child;
    }

    private void WriteAll(Utf8JsonWriter writer, int first)
    {
        JsonDepth = Math.Max(JsonDepth, writer.CurrentDepth + 2);
        if (nodes[first].NextSame == 0)
        {
            WriteOne(writer, first);
            return;
        }

        writer.WriteStartArray();
        for (var child = first; child > 0; child = nodes[child].NextSame)
            WriteOne(writer, child);
        writer.WriteEndArray();
    }

    private void WriteOne(Utf8JsonWriter writer, int number)
    {
        var node = nodes[number];
        if (node.FirstChild > 0)
        {
            writer.WriteStartObject();
            for (var child = node.FirstChild; child > 0; child = nodes[child].NextName)
            {
                writer.WritePropertyName(names[nodes[child].Name]);
                WriteAll(writer, child);
            }

            writer.WriteEndObject();
        }
        else if (node.IsNil)
        {
            writer.WriteNullValue();
        }
        else
        {
            PlainValue.WriteJson(writer, values.WrittenSpan.Slice(node.Start, node.Length));
        }
    }
}
