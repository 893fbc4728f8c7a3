namespace DataAggregator.Connectors.Files;

/// <summary>What tells one state of a file from another.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Modified">When it was last written, in ticks of UTC.</param>
internal sealed record FileIdentity(long Length, long Modified)
{
    /// <summary>The identity of an open file.</summary>
    public static FileIdentity Of(FileStream file) =>
        new(RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks);
}
