using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Structures;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>XML text as JSON: attributes become keys with @, repeated elements lists, text beside others #text. Document types are refused.</summary>
internal sealed class XmlToJson : ValueOperation<NoParameters>
{
    private const int MaxDepth = 256;
    private static readonly OperationFailure NotXml = new("not_xml", "The value is no XML, has a document type, which is not allowed, or is nested more than 256 deep.");
    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 16 << 20 };
    private readonly JsonBuffer buffer = new();

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Reads XML as JSON: attributes become keys with @, repeated elements lists, text beside other things #text; all values are text.",
        """{"input":"<order id='7'><item>A</item><item>B</item></order>","output":{"order":{"@id":"7","item":["A","B"]}}}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on text.");
        return input with { Type = DataType.Json, SourceType = null };
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Text)
            return NotXml;
        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(value.Bytes)), Reading);
            var root = XDocument.Load(reader).Root!;
            if (Read(root, 1) is not { } content)
                return NotXml;
            new JsonObject { [root.Name.LocalName] = content }.WriteTo(buffer.Start());
            result.AppendJson(buffer.End());
            return null;
        }
        catch (XmlException)
        {
            return NotXml;
        }
    }

    private static JsonNode? Read(XElement element, int depth)
    {
        if (depth > MaxDepth)
            return null;
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        if (attributes.Count == 0 && !element.HasElements)
            return element.Value;
        var json = new JsonObject();
        foreach (var attribute in attributes)
            json[$"@{attribute.Name.LocalName}"] = attribute.Value;
        foreach (var children in element.Elements().GroupBy(child => child.Name.LocalName))
        {
            var read = children.Select(child => Read(child, depth + 1)).ToList();
            if (read.Contains(null))
                return null;
            json[children.Key] = read.Count == 1 ? read[0] : new JsonArray([.. read]);
        }

        var text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value)).Trim();
        if (text.Length > 0)
            json["#text"] = text;
        return json;
    }
}
