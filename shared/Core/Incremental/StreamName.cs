using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Incremental;

/// <summary>What the state of a source is kept under.</summary>
public static class StreamName
{
    private const int MaxLength = 500;

    /// <summary>The source's name in the pipeline, else what it reads (the table, the path, the address without its query), so that another table does not go on where this one ended; else <c>source</c>.</summary>
    public static string Of(Endpoint source, ConnectorSpec? spec)
    {
        var name = source.Name ?? (spec?.StreamSetting is { } setting && source.Config.TryGetProperty(setting, out var stream) && stream.ValueKind == JsonValueKind.String
            ? stream.GetString()!.Split('?')[0]
            : "source");
        return name.Length > MaxLength ? name[..MaxLength] : name;
    }
}
