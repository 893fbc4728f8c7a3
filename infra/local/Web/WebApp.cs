using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Web;

/// <summary>The web app's files: built by Vite when their sources have changed since the last build.</summary>
internal sealed class WebApp(string folder, IProgress<string> progress)
{
    private const string Stamp = ".sources";

    /// <summary>What is served.</summary>
    public string Output => Path.Combine(folder, "dist");

    /// <summary>Builds the app unless it is up to date; several processes may ask at once.</summary>
    /// <exception cref="LocalHostException">npm or the build failed.</exception>
    public async Task EnsureBuiltAsync(CancellationToken ct)
    {
        var wanted = await SourcesHashAsync(ct);
        if (await IsBuiltAsync(wanted, ct))
            return;
        var npm = new NodePackages(progress);
        await npm.EnsureInstalledAsync(folder, ct);
        await using var build = await FileLock.TakeAsync(
            Path.Combine(folder, ".npm-install.lock"), () => progress.Report("Another process builds the web app, waiting for it ..."), ct);
        if (await IsBuiltAsync(wanted, ct))
            return;
        progress.Report("Building the web app (after every change of its sources) ...");
        var watch = Stopwatch.StartNew();
        await npm.RunNpmAsync(folder, ["run", "build"], ct);
        await File.WriteAllTextAsync(Path.Combine(Output, Stamp), wanted, ct);
        progress.Report($"Built in {watch.Elapsed.TotalSeconds:F0} s.");
    }

    private async Task<bool> IsBuiltAsync(string wanted, CancellationToken ct)
    {
        var stamp = Path.Combine(Output, Stamp);
        return File.Exists(stamp) && await File.ReadAllTextAsync(stamp, ct) == wanted;
    }

    private async Task<string> SourcesHashAsync(CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sources(folder).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file)));
            hash.AppendData(await File.ReadAllBytesAsync(file, ct));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Sources(string at) => Directory.EnumerateFiles(at).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Concat(Directory.EnumerateDirectories(at).Where(child => Path.GetFileName(child) is not ("node_modules" or "dist")).SelectMany(Sources));
}
