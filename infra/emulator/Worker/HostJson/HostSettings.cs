namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary>What <c>host.json</c> says, with the official defaults for what it does not say.</summary>
internal sealed class HostSettings
{
    /// <summary>Stands before the route of every HTTP function; may be empty.</summary>
    public string RoutePrefix { get; set; } = "api";

    /// <summary>How long one invocation may take; null: as long as it likes.</summary>
    public TimeSpan? FunctionTimeout { get; set; }

    public DurableTaskSettings DurableTask { get; } = new();

    public EventHubsSettings EventHubs { get; } = new();

    public BlobsSettings Blobs { get; } = new();

    /// <summary>The <c>logging</c> section as configuration keys under <c>Logging</c>.</summary>
    public IDictionary<string, string?> Logging { get; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
}
