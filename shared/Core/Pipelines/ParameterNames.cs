using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Pipelines;

/// <summary>The names that a run of a pipeline can give values to: those under <c>parameters</c>, and those that a <c>${name}</c> asks for.</summary>
public static class ParameterNames
{
    /// <summary>The names, in order.</summary>
    public static IReadOnlyCollection<string> In(JsonElement document)
    {
        var names = new SortedSet<string>(Placeholders.Fill(document, _ => null).Missing, StringComparer.Ordinal);
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("parameters", out var declared) && declared.ValueKind == JsonValueKind.Object)
            names.UnionWith(declared.EnumerateObject().Select(parameter => parameter.Name));
        return names;
    }

    /// <summary>A value for a name that the pipeline has nowhere would be dropped without a word: a problem each.</summary>
    /// <param name="given">The names that values are given for.</param>
    /// <param name="document">The pipeline, steps of saved transformations in it.</param>
    /// <param name="path">Where the values stand.</param>
    /// <param name="problems">Gets the problems.</param>
    public static void Check(IEnumerable<string> given, JsonElement document, string path, Problems problems)
    {
        var names = In(document);
        foreach (var stranger in given.Where(name => !names.Contains(name)))
        {
            var known = names.Count == 0 ? "It has none." : $"It has: {string.Join(", ", names)}.";
            problems.Add($"{path}.{stranger}", $"is no parameter of the pipeline, nor is ${{{stranger}}} used in it.{Nearest.Hint(stranger, names)} {known}");
        }
    }
}
