using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Incremental;

namespace DataAggregator.Core.Pipelines;

/// <summary>Finds <c>incremental</c> beside a source's config or in it.</summary>
internal static class IncrementalReader
{
    /// <summary>The key.</summary>
    public const string Key = "incremental";

    /// <summary>Whether the first source of a pipeline, as it was written, is read incrementally.</summary>
    public static bool Stands(JsonElement pipeline)
    {
        if (pipeline.ValueKind != JsonValueKind.Object || !(pipeline.TryGetProperty("source", out var source) || pipeline.TryGetProperty("sources", out source)))
            return false;
        if (source.ValueKind == JsonValueKind.Array && source.GetArrayLength() > 0)
            source = source[0];
        return source.ValueKind == JsonValueKind.Object
            && (source.TryGetProperty(Key, out _) || (source.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty(Key, out _)));
    }

    /// <summary>The settings and where they stand, or null.</summary>
    public static (IncrementalSettings Settings, string Path)? Read(JsonElement endpoint, JsonElement config, string path, Problems problems)
    {
        var isBeside = endpoint.TryGetProperty(Key, out var beside) && beside.ValueKind != JsonValueKind.Null;
        var isWithin = config.TryGetProperty(Key, out var within) && within.ValueKind != JsonValueKind.Null;
        if (isBeside && isWithin)
            problems.Add($"{path}.{Key}", $"stands in {path}.config too; give it once.");
        if (!isBeside && !isWithin)
            return null;
        var place = isBeside ? $"{path}.{Key}" : $"{path}.config.{Key}";
        return ConfigBinder.Bind<IncrementalSettings>(isBeside ? beside : within, place, problems) is { } settings ? (settings, place) : null;
    }
}
