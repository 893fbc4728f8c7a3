namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary><c>extensions.blobs</c>.</summary>
internal sealed class BlobsSettings
{
    /// <summary>Blobs that one function handles at a time; officially eight per processor.</summary>
    public int MaxDegreeOfParallelism { get; set; } = 8 * Environment.ProcessorCount;

    /// <summary>How often a blob is tried before it counts as poison.</summary>
    public int PoisonBlobThreshold { get; set; } = 5;
}
