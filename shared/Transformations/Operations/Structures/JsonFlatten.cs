using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>Objects without objects in them: their keys are joined.</summary>
internal sealed class JsonFlatten : ValueOperation<JsonFlatten.Options>
{
    private readonly JsonBuffer buffer = new();

    public sealed record Options
    {
        [Description("What stands between joined keys.")]
        public string Separator { get; init; } = ".";

        [Description("Whether the items of lists become entries as well, by their index.")]
        public bool Lists { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Makes a nested object flat: {\"a\":{\"b\":1}} becomes {\"a.b\":1}. The step field_expansion makes fields of it.",
        """{"input":{"a":{"b":1,"c":[2]},"d":null},"output":{"a.b":1,"a.c":[2],"d":null}}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON.");
        return input with { Type = DataType.Json, SourceType = null };
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!JsonValues.TryReadStructure(value, out var json))
            return JsonValues.NotStructure;
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = JsonPath.Parsing.MaxDepth });
        var writer = buffer.Start();
        writer.WriteStartObject();
        Flatten(document.RootElement, "", writer);
        writer.WriteEndObject();
        result.AppendJson(buffer.End());
        return null;
    }

    private void Flatten(JsonElement element, string prefix, Utf8JsonWriter writer)
    {
        if (element.ValueKind == JsonValueKind.Object && (prefix.Length == 0 || element.GetPropertyCount() > 0))
        {
            foreach (var property in element.EnumerateObject())
                Flatten(property.Value, Join(prefix, property.Name), writer);
        }
        else if (element.ValueKind == JsonValueKind.Array && (prefix.Length == 0 || (Parameters.Lists && element.GetArrayLength() > 0)))
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
                Flatten(item, Join(prefix, index++.ToString(System.Globalization.CultureInfo.InvariantCulture)), writer);
        }
        else
        {
            writer.WritePropertyName(prefix);
            element.WriteTo(writer);
        }
    }

    private string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}{Parameters.Separator}{name}";
}
