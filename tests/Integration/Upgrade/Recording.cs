using System.Text.RegularExpressions;
using DataAggregator.Local;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>The folder of what one version recorded. What is another one at each place, such as a port, stands in its texts as a <c>{{name}}</c>.</summary>
internal sealed partial class Recording(string version, IReadOnlyDictionary<string, string> places)
{
    private static readonly string[] Left = ["lock", "owner"];

    /// <summary>Where all recordings are kept.</summary>
    public static string Root => Path.Combine(Checkout.Find().Root, "tests", "Integration", "Upgrade", "Fixtures");

    /// <summary>The versions that recorded something.</summary>
    public static IEnumerable<string> Versions => Directory.EnumerateDirectories(Root).Select(Path.GetFileName)!;

    /// <summary>Where this one is kept.</summary>
    public string Folder { get; } = Path.Combine(Root, version);

    /// <summary>A recorded text, as it is here.</summary>
    public string Read(string name) => Here(File.ReadAllText(Path.Combine(Folder, name)));

    /// <summary>Records a text.</summary>
    public void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, places.Aggregate(text, (known, place) => Regex.Replace(known, $@"(?<![\w.]){Regex.Escape(place.Value)}(?!\w)", $"{{{{{place.Key}}}}}")));
    }

    /// <summary>Records a folder whose owner has ended: SQLite files as scripts, everything else as it is.</summary>
    public void Write(string name, DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).ToList())
        {
            var place = Path.Combine(name, Path.GetRelativePath(folder.FullName, file.FullName));
            if (IsLeftOut(file))
                continue;
            if (SqliteScript.Is(file.FullName))
                Write(place + ".sql", SqliteScript.Read(file.FullName));
            else if (IsText(file.Name))
                Write(place, File.ReadAllText(file.FullName));
            else
                Copy(file.FullName, Path.Combine(Folder, place));
        }
    }

    /// <summary>Makes a recorded folder anew.</summary>
    public void Restore(string name, string folder)
    {
        var recorded = Path.Combine(Folder, name);
        foreach (var file in Directory.EnumerateFiles(recorded, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(folder, Path.GetRelativePath(recorded, file));
            PrivateFiles.CreateFolder(Path.GetDirectoryName(place)!, reachable: true);
            if (file.EndsWith(".sql", StringComparison.Ordinal))
                SqliteScript.Write(place[..^".sql".Length], Here(File.ReadAllText(file)));
            else if (IsText(file))
                PrivateFiles.Write(place, Here(File.ReadAllText(file)));
            else
                Copy(file, place);
        }
    }

    private static bool IsText(string name) => Path.GetExtension(name) is ".json" or ".failed";

    private static bool IsLeftOut(FileInfo file) =>
        Left.Contains(file.Name) || file.Extension is ".lock" || file.Name.EndsWith("-wal", StringComparison.Ordinal) || file.Name.EndsWith("-shm", StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        // A checkout does not keep that only their owner may read keys.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Here(string text) => Place().Replace(text, match => places[match.Groups[1].Value]);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
