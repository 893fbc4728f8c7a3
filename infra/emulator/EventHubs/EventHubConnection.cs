namespace DataAggregator.Emulator.EventHubs;

/// <summary>What an Event Hubs connection string says.</summary>
/// <param name="Host">The namespace, such as <c>emulator</c> in <c>sb://emulator/</c>.</param>
/// <param name="EventHub">The event hub in <c>EntityPath</c>; null when there is none.</param>
/// <param name="KeyName">The name of the shared access key; null when there is none.</param>
/// <param name="Key">The shared access key; null when there is none.</param>
/// <param name="IsEmulator">Whether <c>UseDevelopmentEmulator=true</c> is part of it.</param>
internal sealed record EventHubConnection(string Host, string? EventHub, string? KeyName, string? Key, bool IsEmulator)
{
    /// <summary>Reads <c>Endpoint=sb://HOST/;SharedAccessKeyName=...;SharedAccessKey=...;EntityPath=...;UseDevelopmentEmulator=true</c>.</summary>
    /// <exception cref="FormatException">What is wrong, without the text itself: it holds a key.</exception>
    public static EventHubConnection Parse(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                throw new FormatException("The Event Hubs connection string is malformed: it must be a list of Name=Value separated by semicolons.");
            }

            parts[part[..split].Trim()] = part[(split + 1)..].Trim();
        }

        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var endpoint) || endpoint.Host.Length == 0)
        {
            throw new FormatException("The Event Hubs connection string has no valid Endpoint: write Endpoint=sb://NAMESPACE/.");
        }

        return new EventHubConnection(
            endpoint.Host,
            parts.GetValueOrDefault("EntityPath"),
            parts.GetValueOrDefault("SharedAccessKeyName"),
            parts.GetValueOrDefault("SharedAccessKey"),
            bool.TryParse(parts.GetValueOrDefault("UseDevelopmentEmulator"), out var emulator) && emulator);
    }

    /// <inheritdoc />
    public override string ToString() => $"sb://{Host}/{EventHub}";
}
