namespace DataAggregator.Local.Processes;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramSearch
{
    /// <summary>The full path of a program, or null.</summary>
    /// <param name="name">The program's name, without <c>.exe</c>.</param>
    /// <param name="path">The folders to look in; those of <c>PATH</c> if null.</param>
    public static string? Find(string name, string? path = null)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }
}
