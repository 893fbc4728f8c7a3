using System.Text.Json;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>uniqueItems</c>: no two items of an array are equal.</summary>
internal sealed class UniqueItemsKeyword(string text) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '[')
            return true;
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.GetArrayLength() < 2)
            return true;
        var seen = new HashSet<JsonElement>(new ElementComparer());
        foreach (var item in document.RootElement.EnumerateArray())
        {
            if (!seen.Add(item))
                return false;
        }

        return true;
    }

    /// <summary>Elements by what they are, numbers and members however written.</summary>
    private sealed class ElementComparer : IEqualityComparer<JsonElement>
    {
        public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

        public int GetHashCode(JsonElement obj) => obj.ValueKind switch
        {
            JsonValueKind.String => obj.GetString()!.GetHashCode(StringComparison.Ordinal),
            JsonValueKind.Number => obj.GetDouble().GetHashCode(),
            JsonValueKind.Array => obj.GetArrayLength(),
            JsonValueKind.Object => obj.GetPropertyCount(),
            _ => (int)obj.ValueKind,
        };
    }
}
