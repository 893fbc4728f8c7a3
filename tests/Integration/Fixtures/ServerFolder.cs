using System.Globalization;
using DataAggregator.Local;

namespace DataAggregator.Tests.Fixtures;

/// <summary>
/// A folder of this test process for a server's files, outside of private folders. The servers outlive the last test by a moment, and test hosts
/// are not given the time to wait for them: what is left goes at the next start.
/// </summary>
internal static class ServerFolder
{
    private const string Prefix = "dataaggregator-test-";

    public static string Create(string name)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(IsLeftBehind))
            Delete(left);
        var root = Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        PrivateFiles.CreateFolder(root, reachable: true);
        return Path.Combine(root, name);
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{folder} stays until the next test run: {busy.Message}");
        }
    }

    private static bool IsLeftBehind(string folder)
    {
        var pid = int.Parse(Path.GetFileName(folder)[Prefix.Length..], CultureInfo.InvariantCulture);
        return !Directory.Exists($"/proc/{pid}") && System.Diagnostics.Process.GetProcesses().All(process => process.Id != pid);
    }
}
