using System.Diagnostics;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>Debian's Chromium: installed where it is missing and can be, else the test fails with what to install.</summary>
internal static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>The program.</summary>
    public static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given)
            return given;
        if (Installed() is { } found)
            return found;
        if (Environment.UserName == "root" && File.Exists("/usr/bin/apt-get"))
        {
            await RunAsync("apt-get", "update");
            await RunAsync("apt-get", "install", "-y", "--no-install-recommends", "chromium");
        }

        return Installed() ?? throw new InvalidOperationException("The browser test needs Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.");
    }

    private static string? Installed() => Array.Find(Places, File.Exists);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await errors}{await output}");
    }
}
