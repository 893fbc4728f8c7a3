using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAggregator.Storage;

/// <summary>How parts of a row that are not looked into are stored: JSON with <c>snake_case</c> names.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>A list, of which most are empty: those cost no knowledge of what it is a list of.</summary>
    public static string WriteList<T>(IReadOnlyList<T> values) => values.Count == 0 ? "[]" : Write(values);

    /// <summary>A list that <see cref="WriteList"/> wrote.</summary>
    public static List<T> ReadList<T>(string json) => json == "[]" ? [] : Read<List<T>>(json);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is null.");

    /// <summary>A JSON value as it was stored, independent of any buffer.</summary>
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
