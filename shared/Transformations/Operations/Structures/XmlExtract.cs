using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.XPath;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>What an XPath 1.0 expression finds in XML text. Document types are refused, so that no entity expands and nothing is fetched.</summary>
internal sealed class XmlExtract : ValueOperation<XmlExtract.Options>
{
    private const int MaxLength = 1024;
    private static readonly OperationFailure NotXml = new("not_xml", "The value is no XML, or has a document type, which is not allowed.");
    private static readonly OperationFailure NotText = new("not_text", "The value is not text.");
    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 16 << 20 };
    private readonly JsonBuffer list = new();
    private XPathExpression? expression;

    public sealed record Options
    {
        [Description("The XPath 1.0 expression, of at most 1 KB: /order/item[1]/@sku, count(//item).")]
        public required string Xpath { get; init; }

        [Description("The namespaces of prefixes in the expression.")]
        public IReadOnlyDictionary<string, string>? Namespaces { get; init; }

        [Description("Whether all that is found is wanted, as a list, rather than the first.")]
        public bool All { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Takes the text that an XPath 1.0 expression finds out of XML; null where it finds nothing.",
        """{"input":"<order><item sku='A-1'>Mouse</item></order>","parameters":{"xpath":"/order/item/@sku"},"output":"A-1"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on text.");
        return input with { Type = Parameters.All ? DataType.Json : DataType.String, Nullable = true, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (Encoding.UTF8.GetByteCount(parameters.Xpath) > MaxLength)
        {
            problems.Add($"{path}.xpath", $"is an expression of more than {MaxLength} bytes.");
            return;
        }

        try
        {
            var namespaces = new XmlNamespaceManager(new NameTable());
            foreach (var (prefix, uri) in parameters.Namespaces ?? new Dictionary<string, string>())
                namespaces.AddNamespace(prefix, uri);
            expression = XPathExpression.Compile(parameters.Xpath, namespaces);
        }
        catch (Exception exception) when (exception is XPathException or ArgumentException)
        {
            problems.Add($"{path}.xpath", $"is no XPath 1.0 expression: {exception.Message}");
        }
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Text)
            return NotText;
        try
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(value.Bytes)), Reading);
            Write(new XPathDocument(reader).CreateNavigator().Evaluate(expression!), result);
            return null;
        }
        catch (Exception exception) when (exception is XmlException or XPathException)
        {
            return NotXml;
        }
    }

    private void Write(object found, ValueBuilder result)
    {
        if (found is not XPathNodeIterator nodes)
            WriteAll([Convert.ToString(found, CultureInfo.InvariantCulture)!], result);
        else
            WriteAll(nodes.Cast<XPathNavigator>().Select(node => node.Value), result);
    }

    private void WriteAll(IEnumerable<string> texts, ValueBuilder result)
    {
        if (!Parameters.All)
        {
            if (texts.FirstOrDefault() is { } first)
                result.Append(Encoding.UTF8.GetBytes(first));
            else
                result.AppendNull();
            return;
        }

        var json = list.Start();
        json.WriteStartArray();
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
        result.AppendJson(list.End());
    }
}
