using System.Globalization;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>One piece of work that several do: all of them in turn, then a table. The first is ours.</summary>
/// <param name="Title">What is done.</param>
/// <param name="Contenders">Who does it.</param>
internal sealed record PeerCase(string Title, IReadOnlyList<Contender> Contenders)
{
    /// <summary>Makes ready for a run.</summary>
    public Func<Task> Reset { get; init; } = () => Task.CompletedTask;

    /// <summary>What the contender has made.</summary>
    public Func<Contender, Task<Content>> ReadResult { get; init; } = contender => Task.FromResult(Content.OfCsv(contender.Result!));

    /// <summary>Measures; the first round warms caches, is not counted, and shows that all make the same.</summary>
    /// <exception cref="InvalidOperationException">One made something else.</exception>
    public async Task RunAsync(int rounds)
    {
        Console.WriteLine($"\n## {Title}\n");
        var runs = Contenders.ToDictionary(contender => contender, _ => new List<Measurement>());
        Content? expected = null;
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contender in Contenders)
            {
                if (contender.Once && round > 0)
                    continue;
                await Reset();
                var measured = await contender.MeasureAsync();
                if (round > 0 || contender.Once)
                    runs[contender].Add(measured);
                if (round > 0)
                    continue;
                var content = await ReadResult(contender);
                expected ??= content;
                if (content != expected)
                    throw new InvalidOperationException($"{contender.Name} made {content}, {Contenders[0].Name} {expected}.");
            }
        }

        Console.WriteLine($"All made {expected}. Load average at the end: {Load()}.\n");
        Print(runs);
    }

    private void Print(Dictionary<Contender, List<Measurement>> runs)
    {
        Console.WriteLine("| | seconds, median | from-to | CPU s, median | peak MB | ours takes |\n|---|---|---|---|---|---|");
        var ours = Measurement.Median(runs[Contenders[0]].Select(run => run.Seconds));
        foreach (var contender in Contenders)
        {
            var own = runs[contender];
            var seconds = Measurement.Median(own.Select(run => run.Seconds));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contender.Name} | {seconds:0.00} | {own.Min(run => run.Seconds):0.00}-{own.Max(run => run.Seconds):0.00} | {Measurement.Median(own.Select(run => run.CpuSeconds)):0.00} | {own.Max(run => run.PeakMegabytes):0} | {ours / seconds:0.00} |"));
        }
    }

    private static string Load() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
