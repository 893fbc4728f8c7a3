using System.Globalization;

namespace DataAggregator.Tests.Fixtures;

/// <summary>
/// A disk of a few megabytes that only one process sees, mounted over a folder of the test in a namespace of the process's own: nothing is left of it when the
/// process has ended, however that came.
/// </summary>
internal sealed class SmallDisk(string folder, int megabytes)
{
    private const string Mount = "mount -t tmpfs -o size=\"$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"";

    /// <summary>The command that a process has to be started within.</summary>
    public IReadOnlyList<string> Command => [.. Unshare, "sh", "-c", Mount, "sh", string.Create(CultureInfo.InvariantCulture, $"{megabytes}m"), folder];

    private static string[] Unshare => Environment.UserName == "root" ? ["unshare", "--mount"] : ["unshare", "--mount", "--map-root-user"];

    /// <summary>Whether this machine lets us.</summary>
    public static bool IsPossible { get; } = Try();

    /// <summary>Leaves no room at all on the disk.</summary>
    public void Fill(LocalHostProcess process)
    {
        using var filler = new FileStream(Filler(process), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
            return;
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free(LocalHostProcess process) => File.Delete(Filler(process));

    /// <summary>All files that the process has on the disk.</summary>
    public IReadOnlyList<string> Files(LocalHostProcess process) => [.. Directory.EnumerateFiles(Seen(process), "*", SearchOption.AllDirectories)];

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var folder = Directory.CreateTempSubdirectory("dataaggregator-disk-");
        try
        {
            string[] command = [.. new SmallDisk(folder.FullName, 1).Command, "true"];
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
        finally
        {
            folder.Delete();
        }
    }

    private string Seen(LocalHostProcess process) => string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/root{folder}");

    private string Filler(LocalHostProcess process) => Path.Combine(Seen(process), "filler");
}
