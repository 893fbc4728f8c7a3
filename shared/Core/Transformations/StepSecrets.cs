using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;

namespace DataAggregator.Core.Transformations;

/// <summary>The secrets inside lists of steps: what operations take as <see cref="Secret"/> in their <c>parameters</c>.</summary>
public static class StepSecrets
{
    /// <summary>The parameters of all operations that are secrets.</summary>
    public static IReadOnlyList<string> Names { get; } = ["salt", "secret_key"];

    /// <summary>The paths of the secrets in a document, as <see cref="SecretFields"/> takes them: without the numbers of list items.</summary>
    public static IReadOnlyList<string> In(JsonElement document)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(document, "", isParameters: false, paths);
        return [.. paths];
    }

    /// <summary>Adds a problem for every secret that is written out: it belongs into a pipeline, which keeps it encrypted.</summary>
    public static void Refuse(JsonElement steps, string path, Problems problems)
    {
        switch (steps.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in steps.EnumerateObject())
                {
                    if (property.Name == "parameters" && property.Value.ValueKind == JsonValueKind.Object)
                        RefuseParameters(property.Value, $"{path}.parameters", problems);
                    Refuse(property.Value, $"{path}.{property.Name}", problems);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in steps.EnumerateArray())
                    Refuse(item, $"{path}[{index++}]", problems);
                break;
        }
    }

    private static void RefuseParameters(JsonElement parameters, string path, Problems problems)
    {
        foreach (var name in Names)
        {
            if (parameters.TryGetProperty(name, out var secret) && !SecretFields.IsPlain(secret.ToString()))
                problems.Add($"{path}.{name}", "is a secret, which a saved transformation would show: write ${name}, and give it in the parameters of the pipeline.");
        }
    }

    private static void Collect(JsonElement element, string path, bool isParameters, SortedSet<string> paths)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, path, isParameters: false, paths);
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in element.EnumerateObject())
        {
            var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (isParameters && Names.Contains(property.Name))
                paths.Add(at);
            else
                Collect(property.Value, at, property.Name == "parameters", paths);
        }
    }
}
