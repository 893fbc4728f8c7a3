using System.Diagnostics;
using System.Globalization;
using DataAggregator.Tests.Fast.Formats;

namespace DataAggregator.Benchmarks;

/// <summary>Reads 100,000 damaged inputs of every format: <c>fuzz [INPUTS] [FORMAT...]</c>. An input that hangs, or memory that grows, ends it.</summary>
internal static class FuzzBenchmark
{
    private const int Inputs = 100_000;
    private const int Slices = 10;
    private const double MaxGrowthMegabytes = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(string[] arguments)
    {
        var inputs = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Inputs;
        var formats = arguments.Length > 1 ? arguments[1..] : [.. FormatFuzz.Formats];
        Console.WriteLine("| format | inputs | records | rejected | typed errors | seconds | slowest input, ms | memory growth, MB |\n|---|---|---|---|---|---|---|---|");
        foreach (var format in formats)
            Console.WriteLine(await RunAsync(format, inputs));
    }

    private static async Task<string> RunAsync(string format, int inputs)
    {
        var begun = Stopwatch.GetTimestamp();
        var total = new FuzzCount(0, 0, 0, 0, TimeSpan.Zero);
        var (warm, last) = (0.0, 0.0);
        for (var slice = 0; slice < Slices; slice++)
        {
            var first = slice * (inputs / Slices);
            var one = await Task.Run(() => FormatFuzz.RunAsync(format, first, inputs / Slices)).WaitAsync(Patience);
            total = new FuzzCount(
                total.Inputs + one.Inputs, total.Records + one.Records, total.Rejected + one.Rejected, total.Errors + one.Errors,
                one.Slowest > total.Slowest ? one.Slowest : total.Slowest);
            last = Megabytes();
            if (slice == 0)
                warm = last;
        }

        if (last - warm > MaxGrowthMegabytes)
            throw new InvalidOperationException($"{format}: memory grew from {warm:0} to {last:0} MB.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {format} | {total.Inputs} | {total.Records} | {total.Rejected} | {total.Errors} | {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} | {total.Slowest.TotalMilliseconds:0} | {last - warm:0.0} |");
    }

    private static double Megabytes() => GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
}
