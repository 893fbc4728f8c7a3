using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines.Triggers;

namespace DataAggregator.Core.Triggers;

/// <summary>What the path of a trigger means.</summary>
public static class FileTriggerPath
{
    /// <summary>The path, against the folder of a saved connector.</summary>
    public static string Of(FileTrigger trigger, SavedConnector connector) =>
        connector.Config.TryGetProperty("path", out var folder) && folder.ValueKind == JsonValueKind.String && folder.GetString() is { Length: > 0 } under ? Path.Combine(under, trigger.Path) : trigger.Path;
}
