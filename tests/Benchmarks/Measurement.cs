using System.Diagnostics;
using System.Globalization;

namespace DataAggregator.Benchmarks;

/// <summary>One run of a whole process and of those that it starts.</summary>
/// <param name="Seconds">From start to exit.</param>
/// <param name="CpuSeconds">What they took of the processors, user and system.</param>
/// <param name="PeakMegabytes">Their peak resident sets together, as the kernel last had them.</param>
internal sealed record Measurement(double Seconds, double CpuSeconds, double PeakMegabytes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs the program to its end; anything but exit code 0 is an error.</summary>
    public static async Task<Measurement> OfAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var cpu = ChildTime.Used();
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = WatchPeakAsync(process);
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
        return new Measurement(seconds, (ChildTime.Used() - cpu).TotalSeconds, await peak);
    }

    /// <summary>The middle one of some figures.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task<double> WatchPeakAsync(Process process)
    {
        // VmHWM is the high-water mark itself, so looking now and then misses only what the last moments added.
        var peaks = new Dictionary<int, double>();
        while (!process.HasExited && OperatingSystem.IsLinux())
        {
            foreach (var id in Family(process.Id))
            {
                if (Read($"/proc/{id}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
                    peaks[id] = double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
            }

            await Task.Delay(Interval);
        }

        return peaks.Values.Sum();
    }

    private static IEnumerable<int> Family(int id) =>
        Read($"/proc/{id}/task/{id}/children")
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture)))
            .Prepend(id);

    private static string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            // The process has just ended.
            return [];
        }
    }
}
