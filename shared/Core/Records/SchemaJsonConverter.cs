using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAggregator.Core.Records;

/// <summary>Writes a schema as <c>{"fields":[{"name","type","nullable","source_type"}]}</c>, the shape that users see and may declare; <c>source_type</c> only where there is one.</summary>
public sealed class SchemaJsonConverter : JsonConverter<Schema>
{
    /// <inheritdoc/>
    public override Schema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array)
            throw new JsonException("A schema is an object with a list of fields: {\"fields\":[{\"name\":\"id\",\"type\":\"int64\"}]}.");
        return new Schema(fields.EnumerateArray().Select(ReadField).ToArray());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Schema value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fields");
        foreach (var field in value)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("type", JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Type.ToString()));
            writer.WriteBoolean("nullable", field.Nullable);
            if (field.SourceType is not null)
                writer.WriteString("source_type", field.SourceType);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Field ReadField(JsonElement field)
    {
        if (Text(field, "name") is not { } name)
            throw new JsonException("A field of a schema needs a name.");
        var type = Enum.GetValues<DataType>().Where(type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()) == Text(field, "type")).ToArray();
        if (type.Length == 0)
            throw new JsonException($"The field '{name}' has no known type.");
        var nullable = !field.TryGetProperty("nullable", out var flag) || flag.ValueKind != JsonValueKind.False;
        return new Field(name, type[0], nullable, Text(field, "source_type"));
    }

    private static string? Text(JsonElement field, string name) =>
        field.ValueKind == JsonValueKind.Object && field.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
