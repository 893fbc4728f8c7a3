namespace DataAggregator.Connectors.Files;

/// <summary>Whatever the user of the process may open; relative paths are against one directory.</summary>
/// <param name="baseDirectory">The directory.</param>
public sealed class OpenFileRoots(string baseDirectory) : IFileRoots
{
    /// <inheritdoc/>
    public string Resolve(string path) => RealPath.Of(Path.GetFullPath(path, Path.GetFullPath(baseDirectory)));
}
