using System.Text.Json;

namespace DataAggregator.Connectors.Files;

/// <summary>The files that were read, each with the length and time that it had then: what an incremental source remembers. One that changed is read again as a whole.</summary>
internal sealed class KnownFiles(IReadOnlyDictionary<string, FileIdentity> files)
{
    /// <summary>What <see cref="ToString"/> wrote; no file without it.</summary>
    public static KnownFiles Parse(string? state) => new(state is null ? new Dictionary<string, FileIdentity>() : JsonSerializer.Deserialize<Dictionary<string, FileIdentity>>(state)!);

    /// <summary>Whether a file is new, or not what it was.</summary>
    public bool IsChanged(string path)
    {
        var file = new FileInfo(path);
        return !file.Exists || !files.TryGetValue(path, out var known) || known != new FileIdentity(file.Length, file.LastWriteTimeUtc.Ticks);
    }

    /// <summary>These files and those that were read now; what is gone is forgotten.</summary>
    public KnownFiles With(IReadOnlyDictionary<string, FileIdentity> read, IReadOnlyList<string> present) => new(present
        .Select(path => (Path: path, Identity: read.GetValueOrDefault(path) ?? files.GetValueOrDefault(path)))
        .Where(file => file.Identity is not null)
        .ToDictionary(file => file.Path, file => file.Identity!, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(files);
}
