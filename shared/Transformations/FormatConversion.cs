using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Mappings;
using DataAggregator.Transformations.Operations;
using DataAggregator.Transformations.Operations.Conversions;

namespace DataAggregator.Transformations;

/// <summary>
/// Converts what fields hold between formats, and names between styles. Whole files change their format by being read and written: the
/// source and destination say which.
/// </summary>
internal sealed class FormatConversion : Transformation<FormatConversion.Options>
{
    private static readonly Dictionary<(ValueFormat From, ValueFormat To), string> Operations = new()
    {
        [(ValueFormat.Text, ValueFormat.Json)] = "parse_json",
        [(ValueFormat.Json, ValueFormat.Text)] = "to_json",
        [(ValueFormat.Xml, ValueFormat.Json)] = "xml_to_json",
        [(ValueFormat.Json, ValueFormat.Xml)] = "json_to_xml",
        [(ValueFormat.Csv, ValueFormat.Json)] = "csv_to_json",
        [(ValueFormat.Json, ValueFormat.Csv)] = "json_to_csv",
        [(ValueFormat.Text, ValueFormat.Number)] = "parse_number",
        [(ValueFormat.Number, ValueFormat.Text)] = "format_number",
    };

    private IReadOnlyList<NamedField> operands = [];
    private FieldChange? change;
    private FieldChange? keys;

    public sealed record Options : FieldStepOptions
    {
        [Description("What the fields hold now: text, json, xml, csv or number.")]
        public ValueFormat? From { get; init; }

        [Description("What they are to hold. There are text and json, xml and json, csv and json, text and number, each both ways.")]
        public ValueFormat? To { get; init; }

        [Description("The settings of the operation that converts: parse_json, to_json, xml_to_json, json_to_xml, csv_to_json, json_to_csv, parse_number or format_number.")]
        public JsonElement? Parameters { get; init; }

        [Description("How the names of all fields, and of the keys inside json fields, are written: order_id, orderId, OrderId or order-id.")]
        public NamingStyle? KeyNaming { get; init; }

        [Description("What becomes of a value that cannot be converted.")]
        public OnError OnError { get; init; }
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "format_conversion",
        "Convert formats",
        TransformationCategory.Conversion,
        "Converts what fields hold between JSON, XML, CSV, text and numbers, and the names of fields between styles.",
        new StepExample(
            """{"type":"format_conversion","field_name":"Payload","from":"xml","to":"json","key_naming":"snake_case"}""",
            Records: """[{"OrderId":7,"Payload":"<Order><UnitPrice>1.50</UnitPrice></Order>"}]""",
            Result: """[{"order_id":7,"payload":{"order":{"unit_price":"1.50"}}}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.From is null && options.To is null && options.KeyNaming is null)
            problems.Add(path, "does nothing: give from and to, or key_naming.");
        if (options.From is null != options.To is null)
            problems.Add($"{path}.{(options.From is null ? "from" : "to")}", "is required: a conversion has a from and a to.");
        else if (options is { From: { } from, To: { } to })
            Prepare(options, from, to, path, problems);
        else if (options.Parameters is not null || options.FieldName is not null || options.FieldNames is not null)
            problems.Add($"{path}.from", "is required: fields and parameters belong to a conversion.");
        if (options.KeyNaming is { } style)
            keys = FieldChange.Known("rename_keys", new JsonObject { ["style"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(style.ToString()) }, options.OnError, path, problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        foreach (var operand in operands)
            input = change?.Describe(input, operand, problems) ?? input;
        return keys is null ? input : Names(input, options.KeyNaming!.Value, path).Describe(input, path, problems);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var operand in change is null ? [] : operands)
            trace.Changed(operand.Field);
        if (options.KeyNaming is not { } style)
            return;
        // The keys inside json fields are renamed too, and operands may be json by now.
        foreach (var field in trace.Input)
        {
            var path = FieldPath.Parse(field.Name);
            var isChanged = field.Type == DataType.Json || operands.Any(operand => operand.Field.RootIn(trace.Input) == field.Name);
            var name = NameWords.Rename(field.Name, style);
            if (isChanged || name != field.Name)
                trace.Made(name, isChanged ? LineageKind.Computed : LineageKind.Renamed, path);
        }
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var current = input.Share();
        foreach (var operand in operands)
            current = Next(current, change!.Apply(current, operand.Field, scope));
        if (keys is null)
            return current;
        foreach (var field in current.Schema.Where(field => field.Type == DataType.Json))
            current = Next(current, keys.Apply(current, FieldPath.Parse(field.Name), scope));
        return Next(current, Names(current.Schema, options.KeyNaming!.Value, "").Apply(current, scope));
    }

    private void Prepare(Options options, ValueFormat from, ValueFormat to, string path, Problems problems)
    {
        operands = options.Fields(path, problems);
        if (Operations.TryGetValue((from, to), out var operation))
            change = FieldChange.Create(operation, options.Parameters, options.OnError, path, problems);
        else
            problems.Add($"{path}.to", $"there is no conversion from {Word(from)} to {Word(to)}; there are {string.Join(", ", Operations.Keys.Select(pair => $"{Word(pair.From)} to {Word(pair.To)}"))}. Go by way of json.");
    }

    private static MappingList Names(Schema input, NamingStyle style, string path) =>
        new([.. input.Select(field => new Mapping(FieldPath.Parse(field.Name), NameWords.Rename(field.Name, style), $"{path}.key_naming")).Where(mapping => mapping.Source!.Text != mapping.Target)], keepsOthers: true, inListOrder: false, []);

    private static string Word(ValueFormat format) => format.ToString().ToLowerInvariant();

    private static RecordBatch Next(RecordBatch current, RecordBatch next)
    {
        current.Dispose();
        return next;
    }
}
