using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Structures;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>JSON whose keys, at any depth, are written in another style.</summary>
internal sealed class RenameKeys : ValueOperation<RenameKeys.Options>
{
    private static readonly OperationFailure Conflict = new("conflicting_keys", "Two keys of one object would get the same name.");
    private readonly JsonBuffer buffer = new();
    private readonly List<HashSet<string>> seen = [];

    public sealed record Options
    {
        [Description("How keys are written: order_id, orderId, OrderId or order-id.")]
        public required NamingStyle Style { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Writes the keys of JSON, at any depth, in another style.",
        """{"input":{"orderID":1,"lineItems":[{"unitPrice":1.50}]},"parameters":{"style":"snake_case"},"output":{"order_id":1,"line_items":[{"unit_price":1.50}]}}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type != DataType.Json)
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON; read text with parse_json first.");
        return input;
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Structure)
        {
            result.Append(value);
            return null;
        }

        var reader = new Utf8JsonReader(value.Bytes, JsonPath.Parsing);
        var writer = buffer.Start();
        while (reader.Read())
        {
            if (!Copy(ref reader, writer))
                return Conflict;
        }

        result.AppendJson(buffer.End());
        return null;
    }

    private bool Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (seen.Count <= reader.CurrentDepth)
                    seen.Add([]);
                seen[reader.CurrentDepth].Clear();
                writer.WriteStartObject();
                return true;
            case JsonTokenType.PropertyName:
                var name = NameWords.Rename(reader.GetString()!, Parameters.Style);
                writer.WritePropertyName(name);
                return seen[reader.CurrentDepth - 1].Add(name);
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                return true;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                return true;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                return true;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                return true;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                return true;
        }
    }
}
