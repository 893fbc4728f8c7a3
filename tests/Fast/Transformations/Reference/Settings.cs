using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>The settings of a step as they are written.</summary>
internal static class Settings
{
    public static string? Word(this JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static bool Flag(this JsonElement step, string name) => step.TryGetProperty(name, out var value) && value.GetBoolean();

    public static int Number(this JsonElement step, string name, int otherwise) => step.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    public static List<JsonElement> Items(this JsonElement step, string name) => step.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : [];

    /// <summary>A list of names, or one alone.</summary>
    public static List<string> Words(this JsonElement step, string name) => !step.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [value.GetString()!];
}
