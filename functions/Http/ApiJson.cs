using System.Text.Json;
using System.Text.Json.Serialization;
using DataAggregator.Core.Records;

namespace DataAggregator.Functions.Http;

/// <summary>JSON as the API speaks it: <c>snake_case</c>, enums as words, schemas as users declare them.</summary>
public static class ApiJson
{
    /// <summary>The options of every answer.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        MaxDepth = RecordJson.MaxDepth,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new SchemaConverter() },
    };

    private sealed class SchemaConverter : JsonConverter<Schema>
    {
        public override Schema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var problems = new Core.Configuration.Problems();
            var schema = DeclaredSchema.Read(JsonElement.ParseValue(ref reader), "$", problems);
            problems.ThrowIfAny();
            return schema!;
        }

        public override void Write(Utf8JsonWriter writer, Schema value, JsonSerializerOptions options) => DeclaredSchema.Write(writer, value);
    }
}
