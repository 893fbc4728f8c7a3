using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Transformations;

/// <summary>A step that stands for a saved transformation, as it is written in a document.</summary>
/// <param name="Step">The step itself, part of the document.</param>
/// <param name="Path">Where it stands.</param>
internal sealed record StepReference(JsonObject Step, string Path)
{
    private const string Version = "version";
    private const string Latest = "latest";
    private static readonly string[] Keys = [TransformationReference.Key, Version, "name", "description"];
    private static readonly string[] ListsOfSteps = ["transformations", "then", "else"];

    /// <summary>The references in a list of steps, in any form that users write one in, and in the branches of its steps.</summary>
    public static IEnumerable<StepReference> In(JsonNode? steps, string path) => steps switch
    {
        JsonArray list => list.SelectMany((step, i) => In(step, $"{path}[{i}]")),
        JsonObject step when step.ContainsKey(TransformationReference.Key) => [new StepReference(step, path)],
        JsonObject step => ListsOfSteps.SelectMany(key => In(step[key], $"{path}.{key}")),
        _ => [],
    };

    /// <summary>What the step refers to; null when a problem was added.</summary>
    public TransformationReference? Read(Problems problems)
    {
        var before = problems.Count;
        foreach (var (key, _) in Step.Where(property => !Keys.Contains(property.Key)))
            problems.Add($"{Path}.{key}", $"is not a known setting of a step that stands for a saved transformation.{Nearest.Hint(key, Keys)} Known: {string.Join(", ", Keys)}.");
        var id = Text(Step[TransformationReference.Key]);
        if (string.IsNullOrEmpty(id) || id.Contains('\0', StringComparison.Ordinal))
            problems.Add($"{Path}.{TransformationReference.Key}", "must be the id of a saved transformation.");
        var version = Number(Step[Version], problems);
        return problems.Count == before ? new TransformationReference(id!, version) : null;
    }

    /// <summary>Settles the version.</summary>
    public void Pin(int version) => Step[Version] = version;

    /// <summary>Puts the steps beside the reference, where the compiler finds them; null says that there are none to be found, and that this was told.</summary>
    public void Expand(JsonElement? steps) => Step["transformations"] = steps is { } found ? JsonNode.Parse(found.GetRawText()) : null;

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private int? Number(JsonNode? value, Problems problems)
    {
        if (value is null || string.Equals(Text(value), Latest, StringComparison.OrdinalIgnoreCase))
            return null;
        if (int.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        problems.Add($"{Path}.{Version}", $"is {value.ToJsonString()}, but must be the number of a version, or \"{Latest}\".");
        return null;
    }
}
