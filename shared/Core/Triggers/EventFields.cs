using System.Text.Json;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Triggers;

/// <summary>Takes values for parameters out of the data of an event or the body of a request.</summary>
public static class EventFields
{
    /// <summary>The values by parameter: those that the data has, over the fixed ones.</summary>
    public static Dictionary<string, string> Parameters(IReadOnlyDictionary<string, string> fixedValues, IReadOnlyDictionary<string, string> map, JsonElement data)
    {
        var values = new Dictionary<string, string>(fixedValues, StringComparer.Ordinal);
        foreach (var (parameter, path) in map)
        {
            if (Find(data, path) is { } found && Placeholders.Text(found) is { } text)
                values[parameter] = text;
        }

        return values;
    }

    /// <summary>The value at a path: the key as it is written first, then <c>a.b[0].c</c>; null where there is none.</summary>
    public static JsonElement? Find(JsonElement data, string path)
    {
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty(path, out var whole))
            return whole;
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty(part, out var inner))
                data = inner;
            else if (data.ValueKind == JsonValueKind.Array && part is ['[', .. var number, ']'] && int.TryParse(number, out var index) && index >= 0 && index < data.GetArrayLength())
                data = data[index];
            else
                return null;
        }

        return data;
    }
}
