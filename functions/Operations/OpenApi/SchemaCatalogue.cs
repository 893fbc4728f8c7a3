using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Pipelines;

namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>The JSON Schemas of bodies and answers, each once under a name of its own.</summary>
internal sealed class SchemaCatalogue
{
    // What is answered is exact: numbers are never text there.
    private static readonly JsonSerializerOptions Exact = new(ApiJson.Options) { NumberHandling = JsonNumberHandling.Strict, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    private readonly JsonSchemaExporterOptions exporter;
    private readonly Dictionary<string, Type> types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonObject> schemas = new(StringComparer.Ordinal);

    public SchemaCatalogue() => exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Refine };

    /// <summary>All that were referred to, by name.</summary>
    public JsonObject ToJson() => new(schemas.Select(schema => KeyValuePair.Create<string, JsonNode?>(schema.Key, schema.Value)));

    /// <summary>A reference to the schema of a request record, as its binder takes it.</summary>
    public JsonObject Body(Type type) => Reference(type, type == typeof(PipelineDefinition) ? PipelineDefinitionReader.JsonSchema : ConfigSchema.For(type));

    /// <summary>A reference to the schema of an answer, as it is written.</summary>
    public JsonObject Answer(Type type) => Reference(type, Export(type));

    private JsonObject Export(Type type)
    {
        var schema = Exact.GetJsonSchemaAsNode(type, exporter).AsObject();
        if (type != typeof(PipelineAnswer))
            return schema;
        // The document's own keys stand beside what the platform knows of the pipeline.
        foreach (var (name, property) in PipelineDefinitionReader.JsonSchema["properties"]!.AsObject())
            schema["properties"]!.AsObject().TryAdd(name, property!.DeepClone());
        return schema;
    }

    private JsonNode Refine(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.TypeInfo.Type == typeof(Schema))
            return DeclaredSchema.JsonSchema;
        if (context.Path.Length > 0 && context.TypeInfo.Kind == JsonTypeInfoKind.Object && IsOurs(context.TypeInfo.Type))
            return schema["type"] is JsonArray ? new JsonObject { ["anyOf"] = new JsonArray(Answer(context.TypeInfo.Type), new JsonObject { ["type"] = "null" }) } : Answer(context.TypeInfo.Type);
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && schema is JsonObject { } refined && refined["properties"] is JsonObject properties)
        {
            var required = context.TypeInfo.Properties.Where(property => IsAlwaysWritten(property, properties[property.Name])).Select(property => (JsonNode)property.Name);
            refined["required"] = new JsonArray([.. required]);
        }

        return schema;
    }

    private static bool IsOurs(Type type) => type.Namespace!.StartsWith("DataAggregator.", StringComparison.Ordinal);

    private static bool IsAlwaysWritten(JsonPropertyInfo property, JsonNode? schema)
    {
        if (schema is null)
            return false;
        var ignored = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).OfType<JsonIgnoreAttribute>().FirstOrDefault();
        return ignored?.Condition == JsonIgnoreCondition.Never || !property.IsGetNullable;
    }

    private static string NameOf(Type type)
    {
        if (type == typeof(PipelineDefinition))
            return "PipelineRequest";
        if (type.IsGenericType)
            return $"{NameOf(type.GetGenericArguments()[0])}Page";
        var name = type.DeclaringType is { } outer ? outer.Name + type.Name : type.Name;
        return name.EndsWith("Answer", StringComparison.Ordinal) ? name[..^"Answer".Length] : name;
    }

    private JsonObject Reference(Type type, JsonObject schema)
    {
        var name = NameOf(type);
        if (types.TryGetValue(name, out var other) && other != type)
            throw new InvalidOperationException($"{type} and {other} would both be named {name} in the OpenAPI document.");
        types[name] = type;
        schemas[name] = schema;
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }
}
