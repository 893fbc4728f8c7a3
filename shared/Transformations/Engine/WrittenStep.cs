using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step as a user wrote it into a list of steps.</summary>
/// <param name="Json">The step; undefined stands for steps of a saved transformation that was not found, which was told.</param>
/// <param name="Path">Its JSON path.</param>
/// <param name="Place">How it is called in errors of records: <c>transformations[2]</c>.</param>
internal readonly record struct WrittenStep(JsonElement Json, string Path, string Place)
{
    private const string List = "transformations";
    private static readonly string[] ListKeys = [List, "name", "description", "input_schema"];

    /// <summary>The steps of an array, one bare step, or an object with <c>transformations</c>; those of saved transformations in their place.</summary>
    public static IEnumerable<WrittenStep> In(JsonElement steps, string path, Problems problems) => In(steps, path, List, problems);

    /// <summary>As the other overload, for a list inside a step.</summary>
    public static IEnumerable<WrittenStep> In(JsonElement steps, string path, string place, Problems problems)
    {
        switch (steps.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return [];
            case JsonValueKind.Array:
                return steps.EnumerateArray().SelectMany((step, i) => Expand(step, $"{path}[{i}]", $"{place}[{i}]", problems));
            case JsonValueKind.Object when !steps.TryGetProperty(TransformationReference.Key, out _) && steps.TryGetProperty(List, out var inner):
                foreach (var property in steps.EnumerateObject().Where(property => !ListKeys.Contains(property.Name)))
                    problems.Add($"{path}.{property.Name}", $"is not a known key beside transformations.{Nearest.Hint(property.Name, ListKeys)}");
                return In(inner, $"{path}.{List}", place, problems);
            case JsonValueKind.Object:
                return Expand(steps, path, $"{place}[0]", problems);
            default:
                problems.Add(path, "must be a list of steps, one step, or an object with transformations.");
                return [];
        }
    }

    // Who read the saved transformation has put its steps beside the reference.
    private static IEnumerable<WrittenStep> Expand(JsonElement step, string path, string place, Problems problems)
    {
        if (step.ValueKind != JsonValueKind.Object || !step.TryGetProperty(TransformationReference.Key, out _) || !step.TryGetProperty(List, out var inner))
            return [new(step, path, place)];
        return inner.ValueKind == JsonValueKind.Null ? [new(default, path, place)] : In(inner, $"{path}.{List}", $"{place}.{List}", problems);
    }
}
