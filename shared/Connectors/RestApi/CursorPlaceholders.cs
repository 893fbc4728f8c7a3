using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Connectors.RestApi;

/// <summary>
/// Fills <c>${cursor}</c> and <c>${cursor_end}</c> in query parameters and bodies. Where there is no value (the first load without
/// <c>initial_value</c>), the parameter or property that names it is left out, as if it had not been written.
/// </summary>
internal static class CursorPlaceholders
{
    /// <summary>The settings with the values of a run.</summary>
    public static RestApiSource.Options Fill(RestApiSource.Options options, string? from, string? to)
    {
        if (options.Params is null && options.Body is null)
            return options;
        var values = new[] { (Text: Placeholders.Cursor, Value: from), (Text: Placeholders.CursorEnd, Value: to) };
        return options with
        {
            Params = options.Params?
                .Select(pair => (pair.Key, Value: Fill(pair.Value, values)))
                .Where(pair => pair.Value is not null)
                .ToDictionary(pair => pair.Key, pair => pair.Value!),
            Body = options.Body is { } body && JsonNode.Parse(body.GetRawText()) is { } node ? JsonSerializer.SerializeToElement(Fill(node, values)) : options.Body,
        };
    }

    private static string? Fill(string text, (string Text, string? Value)[] values)
    {
        foreach (var (placeholder, value) in values)
        {
            if (!text.Contains(placeholder, StringComparison.Ordinal))
                continue;
            if (value is null)
                return null;
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        }

        return text;
    }

    private static JsonNode? Fill(JsonNode? node, (string Text, string? Value)[] values)
    {
        switch (node)
        {
            case JsonObject properties:
                var filled = new JsonObject();
                foreach (var (name, property) in properties)
                {
                    var value = Fill(property, values);
                    if (value is not null || property is null)
                        filled[name] = value;
                }

                return filled;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Fill(item, values))]);
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                return Fill(text.GetValue<string>(), values) is { } result ? JsonValue.Create(result) : null;
            default:
                return node?.DeepClone();
        }
    }
}
