namespace DataAggregator.Local;

/// <summary>Files and folders that only their owner may look into.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Owner = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Creates a folder for its owner alone (0700).</summary>
    /// <param name="path">The folder.</param>
    /// <param name="reachable">Lets others pass through to what belongs to them, without a look at the rest (0711).</param>
    public static void CreateFolder(string path, bool reachable)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        var mode = reachable ? Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Owner;
        Directory.CreateDirectory(path, mode);
        // The mode given at creation is cut by the umask, and the folder may be older.
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>Writes a file of mode 0600 in one step: a start that is killed meanwhile leaves the old one or none.</summary>
    public static void Write(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var draft = path + ".tmp";
        using (var writer = new StreamWriter(draft, options))
            writer.Write(content);
        File.Move(draft, path, overwrite: true);
    }
}
