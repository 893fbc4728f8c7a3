using DataAggregator.Connectors.Files;

namespace DataAggregator.Local.Runs;

/// <summary>
/// The files of <c>run FILE</c>: whatever its user may open. A relative path is one of the data directory's <c>files/</c>, as on the server, or of the
/// working directory where only that has it, as on any command line.
/// </summary>
internal sealed class RunFileRoots(string dataDirectory) : IFileRoots
{
    private readonly OpenFileRoots files = new(Path.Combine(dataDirectory, "files"));
    private readonly OpenFileRoots working = new(Environment.CurrentDirectory);

    /// <inheritdoc/>
    public string Resolve(string path)
    {
        var kept = files.Resolve(path);
        var local = working.Resolve(path);
        return !Path.Exists(kept) && Path.Exists(local) ? local : kept;
    }
}
