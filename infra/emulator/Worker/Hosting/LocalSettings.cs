using System.Text.Json;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>Reads the <c>Values</c> of <c>local.settings.json</c>, which the official tools turn into environment variables.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the settings as configuration keys.</summary>
    /// <exception cref="EmulatorStartException">The file is not JSON, or a value is neither text, number nor boolean.</exception>
    public static Dictionary<string, string?> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Values", out var values)
                ? values.EnumerateObject().ToDictionary(value => Key(value.Name), string? (value) => Text(path, value), StringComparer.OrdinalIgnoreCase)
                : [];
        }
        catch (JsonException exception)
        {
            throw new EmulatorStartException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }

    // Like an environment variable: a double underscore separates sections.
    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static string Text(string path, JsonProperty value) => value.Value.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
        _ => throw new EmulatorStartException($"{path}: Values.{value.Name} has to be text, a number or a boolean."),
    };
}
