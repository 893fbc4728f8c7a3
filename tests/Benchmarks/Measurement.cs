using System.Diagnostics;
using System.Globalization;

namespace DataAggregator.Benchmarks;

/// <summary>One run of a whole process.</summary>
/// <param name="Seconds">From start to exit.</param>
/// <param name="PeakMegabytes">Its own peak resident set, as the kernel last had it.</param>
internal sealed record Measurement(double Seconds, double PeakMegabytes)
{
    /// <summary>Runs the program to its end; anything but exit code 0 is an error.</summary>
    public static async Task<Measurement> OfAsync(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = WatchPeakAsync(process);
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
        return new Measurement(seconds, await peak);
    }

    /// <summary>Prints a table of medians; the ratio is to the first row.</summary>
    public static void Print(string title, IReadOnlyList<(string Name, IReadOnlyList<Measurement> Runs)> rows)
    {
        Console.WriteLine($"\n{title}\n\n| | seconds | min-max | ratio | peak MB |\n|---|---|---|---|---|");
        var baseline = Median(rows[0].Runs.Select(run => run.Seconds));
        foreach (var (name, runs) in rows)
        {
            var seconds = Median(runs.Select(run => run.Seconds));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {seconds:0.00} | {runs.Min(run => run.Seconds):0.00}-{runs.Max(run => run.Seconds):0.00} | {seconds / baseline:0.00} | {runs.Max(run => run.PeakMegabytes):0} |"));
        }
    }

    private static async Task<double> WatchPeakAsync(Process process)
    {
        // VmHWM is the high-water mark itself, so looking now and then misses only what the last moments added.
        var peak = 0.0;
        var status = $"/proc/{process.Id}/status";
        while (!process.HasExited && OperatingSystem.IsLinux())
        {
            try
            {
                var line = (await File.ReadAllLinesAsync(status)).FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is not null)
                    peak = Math.Max(peak, double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024);
            }
            catch (IOException)
            {
                return peak;
            }

            await Task.Delay(50);
        }

        return peak;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
