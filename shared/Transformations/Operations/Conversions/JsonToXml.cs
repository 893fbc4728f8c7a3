using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Xml;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Structures;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>JSON as XML text, the other way round than <see cref="XmlToJson"/>.</summary>
internal sealed class JsonToXml : ValueOperation<JsonToXml.Options>
{
    private static readonly OperationFailure NotXml = new("not_xml", "The value holds characters that XML cannot.");
    private static readonly XmlWriterSettings Writing = new() { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Document };
    private readonly StringBuilder xml = new();

    public sealed record Options
    {
        [Description("The name of the outermost element; without it the only key of the object, or root where there are several.")]
        public string? Root { get; init; }

        [Description("The name of the elements that the items of a list without a name become.")]
        public string Item { get; init; } = "item";
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Writes JSON as XML: keys become elements, those with @ attributes, #text the text, lists repeated elements. What is no name in XML is written as _xHHHH_.",
        """{"input":{"order":{"@id":7,"item":["A","B"]}},"output":"<order id=\"7\"><item>A</item><item>B</item></order>"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON.");
        return input with { Type = DataType.String, SourceType = null };
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!JsonValues.TryReadStructure(value, out var json))
            return JsonValues.NotStructure;
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = JsonPath.Parsing.MaxDepth });
        xml.Clear();
        try
        {
            using var writer = XmlWriter.Create(xml, Writing);
            var (name, content) = Outermost(document.RootElement);
            WriteElement(writer, name, content);
        }
        catch (Exception exception) when (exception is ArgumentException or XmlException or InvalidOperationException)
        {
            return NotXml;
        }

        result.Append(Encoding.UTF8.GetBytes(xml.ToString()));
        return null;
    }

    private (string Name, JsonElement Content) Outermost(JsonElement json)
    {
        if (Parameters.Root is { } root)
            return (root, json);
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1)
            return ("root", json);
        var only = json.EnumerateObject().First();
        return only.Value.ValueKind == JsonValueKind.Array || only.Name.StartsWith('@') ? ("root", json) : (only.Name, only.Value);
    }

    private void WriteElement(XmlWriter writer, string name, JsonElement content)
    {
        writer.WriteStartElement(XmlConvert.EncodeLocalName(name));
        switch (content.ValueKind)
        {
            case JsonValueKind.Object:
                // Attributes come first, wherever the object has them.
                foreach (var attribute in content.EnumerateObject().Where(property => property.Name.StartsWith('@')))
                    writer.WriteAttributeString(XmlConvert.EncodeLocalName(attribute.Name[1..]), attribute.Value.ToString());
                foreach (var property in content.EnumerateObject().Where(property => !property.Name.StartsWith('@')))
                    WriteProperty(writer, property);
                break;
            case JsonValueKind.Array:
                foreach (var item in content.EnumerateArray())
                    WriteElement(writer, Parameters.Item, item);
                break;
            case JsonValueKind.String or JsonValueKind.Number:
                writer.WriteString(content.ToString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteString(content.GetRawText());
                break;
        }

        writer.WriteEndElement();
    }

    private void WriteProperty(XmlWriter writer, JsonProperty property)
    {
        if (property.Name == "#text")
        {
            writer.WriteString(property.Value.ToString());
            return;
        }

        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            WriteElement(writer, property.Name, property.Value);
            return;
        }

        foreach (var item in property.Value.EnumerateArray())
            WriteElement(writer, property.Name, item);
    }
}
