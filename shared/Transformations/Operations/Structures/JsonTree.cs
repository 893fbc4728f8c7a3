using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Structures;

/// <summary>Builds JSON trees; numbers in them keep their digits.</summary>
internal static class JsonTree
{
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = JsonPath.Parsing.MaxDepth };

    /// <summary>The tree of an object or list.</summary>
    public static JsonNode Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json, documentOptions: Parsing)!;

    /// <summary>Puts a value where a path leads, making objects on the way; false where something else stands there, or a list is too short.</summary>
    public static bool TrySet(JsonNode root, ReadOnlySpan<PathSegment> path, JsonNode? value)
    {
        var at = root;
        for (var i = 0; i < path.Length; i++)
        {
            var isLast = i == path.Length - 1;
            if (!TryStep(at, path[i], isLast, value, out var next))
                return false;
            at = next!;
        }

        return true;
    }

    private static bool TryStep(JsonNode at, PathSegment segment, bool isLast, JsonNode? value, out JsonNode? next)
    {
        next = null;
        switch (at)
        {
            case JsonObject entries when segment.Key is not null:
                var key = Encoding.UTF8.GetString(segment.Key);
                if (isLast)
                    entries[key] = value;
                else if (entries[key] is null)
                    entries[key] = new JsonObject();
                next = entries[key];
                return isLast || next is not JsonValue;
            case JsonArray items when segment.Key is null && segment.Index <= items.Count:
                if (segment.Index == items.Count)
                    items.Add(isLast ? value : new JsonObject());
                else if (isLast)
                    items[segment.Index] = value;
                next = items[segment.Index];
                return isLast || next is JsonObject or JsonArray;
            default:
                return false;
        }
    }
}
