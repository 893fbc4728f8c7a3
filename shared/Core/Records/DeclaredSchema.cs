using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Records;

/// <summary>Reads and writes schemas as users declare them: <c>{"fields": [{"name": "price", "type": "decimal", "nullable": true}]}</c>.</summary>
public static class DeclaredSchema
{
    private static readonly string[] TypeNames = [.. Enum.GetNames<DataType>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The type's name on the wire, such as <c>local_timestamp</c>.</summary>
    public static string NameOf(DataType type) => TypeNames[(int)type];

    /// <summary>The JSON Schema of a declared schema.</summary>
    public static JsonObject JsonSchema => ConfigSchema.For<Document>();

    /// <summary>The schema that <paramref name="json"/> declares, or null when a problem was added.</summary>
    public static Schema? Read(JsonElement json, string path, Problems problems)
    {
        if (ConfigBinder.Bind<Document>(json, path, problems) is not { } document)
            return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < document.Fields.Count; i++)
        {
            if (!seen.Add(document.Fields[i].Name))
                problems.Add($"{path}.fields[{i}].name", $"'{document.Fields[i].Name}' is declared twice.");
        }

        return seen.Count == document.Fields.Count
            ? new Schema(document.Fields.Select(field => new Field(field.Name, field.Type, field.Nullable, field.SourceType)))
            : null;
    }

    /// <summary>Writes the schema in the form that <see cref="Read"/> takes.</summary>
    public static void Write(Utf8JsonWriter writer, Schema schema)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fields");
        foreach (var field in schema)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("type", NameOf(field.Type));
            writer.WriteBoolean("nullable", field.Nullable);
            if (field.SourceType is not null)
                writer.WriteString("source_type", field.SourceType);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private sealed record Document
    {
        public required IReadOnlyList<DeclaredField> Fields { get; init; }
    }

    private sealed record DeclaredField
    {
        public required string Name { get; init; }

        public required DataType Type { get; init; }

        public bool Nullable { get; init; } = true;

        public string? SourceType { get; init; }
    }
}
