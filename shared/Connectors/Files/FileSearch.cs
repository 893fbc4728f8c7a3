using System.IO.Enumeration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Files;

/// <summary>Finds the files that a path means: a file, the files of a folder, or those that match a pattern with <c>*</c>, <c>?</c> and <c>**</c>.</summary>
internal static class FileSearch
{
    /// <summary>The files, in ordinal order of their paths; at least one.</summary>
    /// <exception cref="ConnectorException">There is none, or the path may not be opened.</exception>
    public static IReadOnlyList<string> Find(IFileRoots roots, string path)
    {
        var parts = (OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path).Split('/');
        var wild = File.Exists(path) ? -1 : Array.FindIndex(parts, part => part.Contains('*') || part.Contains('?'));
        if (wild < 0)
        {
            var plain = roots.Resolve(path);
            if (!Directory.Exists(plain))
                return [plain];
            return NotEmpty(FilesOf(plain).Select(roots.Resolve), path);
        }

        var folder = string.Join('/', parts[..wild]);
        if (folder.Length == 0)
            folder = path.StartsWith('/') ? "/" : ".";
        return NotEmpty(Match(roots.Resolve(folder), parts.AsMemory(wild)).Select(roots.Resolve), path);
    }

    private static IReadOnlyList<string> NotEmpty(IEnumerable<string> found, string path)
    {
        string[] files = [.. found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new ConnectorException(ErrorClass.Settings, "file_not_found", $"No file matches '{path}'.", "Check the path; a relative one is against the files directory.");
    }

    private static IEnumerable<string> Match(string folder, ReadOnlyMemory<string> pattern)
    {
        if (!Directory.Exists(folder))
            yield break;
        var part = pattern.Span[0];
        var rest = pattern[1..];
        if (part == "**")
        {
            // Links are not followed here: they could lead back up.
            foreach (var deep in Directory.EnumerateDirectories(folder).Where(inner => new DirectoryInfo(inner).LinkTarget is null).SelectMany(inner => Match(inner, pattern)))
                yield return deep;
            foreach (var here in rest.IsEmpty ? FilesOf(folder) : Match(folder, rest))
                yield return here;
        }
        else if (rest.IsEmpty)
        {
            foreach (var file in FilesOf(folder).Where(file => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(file), ignoreCase: false)))
                yield return file;
        }
        else
        {
            foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(inner), ignoreCase: false)))
            {
                foreach (var deep in Match(inner, rest))
                    yield return deep;
            }
        }
    }

    /// <summary>The files of a folder that are not hidden: names that begin with a dot are somebody's work in progress.</summary>
    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.'));
}
