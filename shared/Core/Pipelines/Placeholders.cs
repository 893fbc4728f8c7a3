using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Pipelines;

/// <summary>
/// Fills <c>${name}</c> in the texts of a document; <c>$${</c> is a literal <c>${</c>. Regular expressions (<c>pattern</c>, <c>regex</c>) are
/// left alone: <c>$</c> has a meaning of its own there.
/// </summary>
public static class Placeholders
{
    private static readonly HashSet<string> Verbatim = new(StringComparer.Ordinal) { "pattern", "regex" };

    /// <summary>The document with every placeholder filled that <paramref name="lookup"/> has a value for; the names of all others.</summary>
    public static (JsonElement Document, IReadOnlyCollection<string> Missing) Fill(JsonElement document, Func<string, string?> lookup)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var filled = Fill(document, lookup, missing);
        return (JsonSerializer.SerializeToElement(filled), missing);
    }

    /// <summary>Whether the text holds a placeholder.</summary>
    public static bool IsIn(string text)
    {
        var found = false;
        FillText(text, _ =>
        {
            found = true;
            return "";
        }, []);
        return found;
    }

    /// <summary>The problems of a document without those of placeholders: what stands for a value of the run cannot be judged before it has one.</summary>
    public static IEnumerable<Problem> Judged(IEnumerable<Problem> problems, JsonElement document) => problems.Where(problem => !StandsAt(document, problem.Path));

    private static bool StandsAt(JsonElement document, string path)
    {
        var value = document;
        foreach (var key in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (value.ValueKind == JsonValueKind.Array && int.TryParse(key, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength())
                value = value[index];
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
                return false;
        }

        return value.ValueKind == JsonValueKind.String && IsIn(value.GetString()!);
    }

    private static JsonNode? Fill(JsonElement value, Func<string, string?> lookup, SortedSet<string> missing)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var filled = new JsonObject();
                foreach (var property in value.EnumerateObject())
                    filled[property.Name] = Verbatim.Contains(property.Name) ? JsonNode.Parse(property.Value.GetRawText()) : Fill(property.Value, lookup, missing);
                return filled;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(item => Fill(item, lookup, missing))]);
            case JsonValueKind.String when value.GetString()!.Contains("${", StringComparison.Ordinal):
                return FillText(value.GetString()!, lookup, missing);
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    private static string FillText(string text, Func<string, string?> lookup, SortedSet<string> missing)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (string.CompareOrdinal(text, i, "$${", 0, 3) == 0)
            {
                result.Append("${");
                i += 2;
                continue;
            }

            var end = string.CompareOrdinal(text, i, "${", 0, 2) == 0 ? text.IndexOf('}', i) : -1;
            if (end < 0)
            {
                result.Append(text[i]);
                continue;
            }

            var name = text[(i + 2)..end];
            if (lookup(name) is { } value)
            {
                result.Append(value);
            }
            else
            {
                missing.Add(name);
                result.Append(text, i, end - i + 1);
            }

            i = end;
        }

        return result.ToString();
    }
}
