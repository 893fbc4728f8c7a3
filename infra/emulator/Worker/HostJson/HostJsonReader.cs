using System.Text.Json;

namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary>
/// Reads <c>host.json</c>. The official host ignores what it does not know, so that a typing error is found in production only;
/// here it is an error that names the setting and the one that was probably meant.
/// </summary>
internal static class HostJsonReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the settings; defaults if there is no file.</summary>
    /// <exception cref="EmulatorStartException">The file is malformed, or has an unknown or wrong setting.</exception>
    public static HostSettings Read(string path)
    {
        var settings = new HostSettings();
        if (!File.Exists(path))
        {
            return settings;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            ReadObject(settings, path, string.Empty, document.RootElement);
            CheckEventHubs(settings.EventHubs, path);
        }
        catch (JsonException exception)
        {
            throw new EmulatorStartException($"{path} is not valid JSON: {exception.Message}", exception);
        }

        return settings;
    }

    private static void ReadObject(HostSettings settings, string file, string path, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new EmulatorStartException($"{file}: {(path.Length == 0 ? "the document" : path)} has to be an object, not {Shown(element)}.");
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (HostJsonSchema.Settings.TryGetValue(name, out var setting))
            {
                ReadSetting(settings, file, name, setting, property.Value);
            }
            else if (string.Equals(name, "logging", StringComparison.OrdinalIgnoreCase))
            {
                Flatten(settings.Logging, "Logging", property.Value);
            }
            else if (HostJsonSchema.IsSection(name))
            {
                ReadObject(settings, file, name, property.Value);
            }
            else if (!HostJsonSchema.HasNoEffectHere(name))
            {
                throw new EmulatorStartException(
                    $"{file}: unknown setting {name}; the nearest known one is {HostJsonSchema.Nearest(name)}.");
            }
        }
    }

    private static void ReadSetting(HostSettings settings, string file, string name, HostJsonSetting setting, JsonElement value)
    {
        if (!setting.TryApply(settings, value))
        {
            throw new EmulatorStartException($"{file}: {name} has to be {setting.Expected}, not {Shown(value)}.");
        }
    }

    private static void CheckEventHubs(EventHubsSettings settings, string file)
    {
        if (settings.InitialOffset == InitialOffset.FromEnqueuedTime && settings.InitialEnqueuedTime is null)
        {
            throw new EmulatorStartException($"{file}: extensions.eventHubs.initialOffsetOptions.enqueuedTimeUtc is needed with the type fromEnqueuedTime.");
        }

        if (settings.MinEventBatchSize > settings.MaxEventBatchSize)
        {
            throw new EmulatorStartException($"{file}: extensions.eventHubs.minEventBatchSize has to be at most maxEventBatchSize, {settings.MaxEventBatchSize}.");
        }
    }

    private static void Flatten(IDictionary<string, string?> target, string key, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Flatten(target, $"{key}:{property.Name}", property.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                Flatten(target, $"{key}:{index++}", item);
            }
        }
        else
        {
            target[key] = element.ToString();
        }
    }

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => element.GetRawText(),
    };
}
