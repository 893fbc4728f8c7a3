using System.Text.Json;

namespace DataAggregator.Core.Transformations;

/// <summary>The forms in which users write a list of steps.</summary>
public static class StepList
{
    /// <summary>The steps as an array, which is how they are stored: of an object with <c>transformations</c>, an array, or one bare step; empty when there are none.</summary>
    public static JsonElement ToArray(JsonElement? transformations)
    {
        if (transformations is not { ValueKind: not JsonValueKind.Null } given)
            return JsonSerializer.SerializeToElement(Array.Empty<object>());
        if (given.ValueKind == JsonValueKind.Object && !given.TryGetProperty(TransformationReference.Key, out _) && given.TryGetProperty("transformations", out var inner))
            return ToArray(inner);
        return given.ValueKind == JsonValueKind.Array ? given : JsonSerializer.SerializeToElement(new[] { given });
    }
}
