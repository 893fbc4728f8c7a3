using System.Globalization;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>The same work on some data and on ten times as much. Time may grow by a little more than that, memory may not.</summary>
/// <param name="Small">The run on some.</param>
/// <param name="Large">The run on ten times as much.</param>
internal sealed record GrowthCase(Contender Small, Contender Large)
{
    private const double MostGrowth = 10.5;

    /// <summary>Measures both in turn.</summary>
    public async Task RunAsync(string title, int rounds)
    {
        Console.WriteLine($"\n## {title}\n");
        var (small, large) = (new List<Measurement>(), new List<Measurement>());
        await Small.MeasureAsync();
        for (var round = 0; round < rounds; round++)
        {
            small.Add(await Small.MeasureAsync());
            large.Add(await Large.MeasureAsync());
        }

        Console.WriteLine("| | seconds, median | CPU s, median | peak MB |\n|---|---|---|---|");
        Print("some", small);
        Print("10 times as many", large);
        var (time, cpu) = (Growth(run => run.Seconds), Growth(run => run.CpuSeconds));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| growth (at most {MostGrowth}) | {time:0.00} | {cpu:0.00} | {large.Max(run => run.PeakMegabytes) / small.Max(run => run.PeakMegabytes):0.00} |"));

        double Growth(Func<Measurement, double> figure) => Measurement.Median(large.Select(figure)) / Measurement.Median(small.Select(figure));
    }

    private static void Print(string name, List<Measurement> runs) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Measurement.Median(runs.Select(run => run.Seconds)):0.00} | {Measurement.Median(runs.Select(run => run.CpuSeconds)):0.00} | {runs.Max(run => run.PeakMegabytes):0} |"));
}
