using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines;

/// <summary>
/// Fills <c>${name}</c> in the texts of a document; <c>$${</c> is a literal <c>${</c>. Regular expressions (<c>pattern</c>, <c>regex</c>) are
/// left alone: <c>$</c> has a meaning of its own there. So is the code of functions in C#: who starts a run must not write into what an administrator wrote.
/// </summary>
public static class Placeholders
{
    /// <summary>Where an incremental run begins to read; the source fills it, unless a parameter has its name.</summary>
    public const string Cursor = "${cursor}";

    /// <summary>Where an incremental run stops; the source fills it, unless a parameter has its name.</summary>
    public const string CursorEnd = "${cursor_end}";

    private static readonly HashSet<string> Verbatim = new(StringComparer.Ordinal) { "pattern", "regex" };

    /// <summary>The document with every placeholder filled that <paramref name="lookup"/> has a value for; the names of all others.</summary>
    public static (JsonElement Document, IReadOnlyCollection<string> Missing) Fill(JsonElement document, Func<string, string?> lookup)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var filled = Fill(document, lookup, missing);
        return (JsonSerializer.SerializeToElement(filled), missing);
    }

    /// <summary>The placeholder itself, for a name that the source of a pipeline fills when it is read incrementally; null for any other.</summary>
    public static string? OfSource(JsonElement pipeline, string name) => name is "cursor" or "cursor_end" && IncrementalReader.Stands(pipeline) ? $"${{{name}}}" : null;

    /// <summary>What a parameter's value is as text; null for none.</summary>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    /// <summary>
    /// The problems of a document without those of placeholders that have no value yet: what stands for a value of the run cannot be judged before it has one.
    /// A default is a value, and judged.
    /// </summary>
    public static IEnumerable<Problem> Judged(IEnumerable<Problem> problems, JsonElement document, Func<string, bool>? hasValue = null)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        CollectOpen(document, "$", hasValue ?? (_ => false), open);
        return problems.Where(problem => !open.Contains(problem.Path));
    }

    private static void CollectOpen(JsonElement value, string path, Func<string, bool> hasValue, HashSet<string> open)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject().Where(property => !Verbatim.Contains(property.Name)))
                CollectOpen(Steps(property), $"{path}.{property.Name}", hasValue, open);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
                CollectOpen(item, $"{path}[{index++}]", hasValue, open);
        }
        else if (value.ValueKind == JsonValueKind.String && IsOpen(value.GetString()!, hasValue))
        {
            open.Add(path);
        }
    }

    // Problems of steps are told as of an array, in whichever form they were written.
    private static JsonElement Steps(JsonProperty property) =>
        property.Name == "transformations" && property.Value.ValueKind == JsonValueKind.Object ? Transformations.StepList.ToArray(property.Value) : property.Value;

    private static bool IsOpen(string text, Func<string, bool> hasValue)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        FillText(text, name => hasValue(name) ? "" : null, missing);
        return missing.Count > 0;
    }

    private static JsonNode? Fill(JsonElement value, Func<string, string?> lookup, SortedSet<string> missing)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var filled = new JsonObject();
                var isCSharp = CSharpFunctions.IsOne(value);
                foreach (var property in value.EnumerateObject())
                    filled[property.Name] = Verbatim.Contains(property.Name) || (isCSharp && property.NameEquals("code")) ? JsonNode.Parse(property.Value.GetRawText()) : Fill(property.Value, lookup, missing);
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
