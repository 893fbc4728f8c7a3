using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Transformations;

/// <summary>
/// Finds custom functions in C# in documents as users write them. C# cannot be kept in bounds as JavaScript can, so who may write one is decided before anything
/// else is done with a document. What a placeholder may turn into one counts as one.
/// </summary>
public static class CSharpFunctions
{
    private const string StepType = "custom_function";
    private const string Sandboxed = "javascript";

    /// <summary>The JSON paths of all steps of <paramref name="document"/>, at any depth, that are custom functions in C#.</summary>
    public static IEnumerable<string> Find(JsonElement document, string path)
    {
        switch (document.ValueKind)
        {
            case JsonValueKind.Object:
                var inner = document.EnumerateObject().SelectMany(property => Find(property.Value, $"{path}.{property.Name}"));
                return IsOne(document) ? inner.Prepend(path) : inner;
            case JsonValueKind.Array:
                return document.EnumerateArray().SelectMany((item, i) => Find(item, $"{path}[{i}]"));
            default:
                return [];
        }
    }

    /// <summary>Whether an object is such a step. Every property counts, also where one is given twice.</summary>
    public static bool IsOne(JsonElement step)
    {
        var (type, language) = (false, false);
        foreach (var property in step.EnumerateObject())
        {
            type |= property.NameEquals("type") && property.Value.ValueKind == JsonValueKind.String && MayBeFunction(property.Value.GetString()!);
            language |= property.NameEquals("language") && !(property.Value.ValueKind == JsonValueKind.String && Names.Normalise(property.Value.GetString()!) == Sandboxed);
        }

        return type && language;
    }

    private static bool MayBeFunction(string type) => Names.Normalise(type) == StepType || type.Contains("${", StringComparison.Ordinal);
}
