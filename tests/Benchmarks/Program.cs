using DataAggregator.Benchmarks.Peers;
using DataAggregator.Benchmarks.Runs;

namespace DataAggregator.Benchmarks;

/// <summary>Runs a benchmark by its name; each prints its own table. Run in Release: <c>dotnet run -c Release --project tests/Benchmarks -- NAME</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<string[], Task>> Benchmarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["peers"] = PeersBenchmark.RunAsync,
        ["emulator"] = EmulatorBenchmark.RunAsync,
        ["runs"] = RunsBenchmark.RunAsync,
        ["fuzz"] = FuzzBenchmark.RunAsync,
    };

    /// <summary>The local host's own Release build, compiled ahead of time.</summary>
    public static string LocalHost { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "..", "infra", "local", "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? "dataaggregator.exe" : "dataaggregator"));

    private static async Task<int> Main(string[] args)
    {
        if (args.Length > 0 && Benchmarks.TryGetValue(args[0], out var run))
        {
            await run(args[1..]);
            return 0;
        }

        await Console.Error.WriteLineAsync($"Name a benchmark:\n  {PeersBenchmark.Usage}\n  emulator [10000]\n  {RunsBenchmark.Usage}\n  fuzz [100000]");
        return 1;
    }
}
