namespace DataAggregator.Connectors.Files;

/// <summary>Follows symbolic links.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links in any of its parts; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Of(string fullPath)
    {
        var real = Path.GetPathRoot(fullPath)!;
        var parts = new Stack<string>(Split(fullPath[real.Length..]));
        for (var links = 0; parts.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
                throw new IOException($"Too many symbolic links in '{fullPath}'.");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var piece in Split(target[(Path.GetPathRoot(target) ?? "").Length..]))
                parts.Push(piece);
        }

        return real;
    }

    /// <summary>The parts of a path, last first: the order in which they go onto the stack.</summary>
    private static IEnumerable<string> Split(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
