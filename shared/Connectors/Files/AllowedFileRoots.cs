using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Files;

/// <summary>Only what lies under the allowed directories, also after symbolic links are followed; relative paths are against the first.</summary>
public sealed class AllowedFileRoots : IFileRoots
{
    private readonly string[] roots;

    /// <summary>Allows these directories; at least one.</summary>
    public AllowedFileRoots(params IReadOnlyList<string> roots)
    {
        if (roots.Count == 0)
            throw new ArgumentException("At least one directory must be allowed.", nameof(roots));
        this.roots = [.. roots.Select(root => RealPath.Of(Path.GetFullPath(root)))];
    }

    /// <inheritdoc/>
    public string Resolve(string path)
    {
        var real = RealPath.Of(Path.GetFullPath(path, roots[0]));
        if (Array.Exists(roots, root => real == root || real.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            return real;
        throw new ConnectorException(
            ErrorClass.Settings, "path_not_allowed", $"'{path}' is not under a directory that files may be opened in.",
            "Put the file into the files directory, or have an administrator add its directory to DATAAGGREGATOR_FILE_ROOTS.");
    }
}
