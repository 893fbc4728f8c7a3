using System.Diagnostics;
using System.Globalization;
using DataAggregator.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Benchmarks;

/// <summary>
/// 10,000 orchestrations of one activity each, from the first start to the last Completed. Targets on 2 cores: below 30 s, peak
/// resident memory below 250 MB. An argument changes the number.
/// </summary>
internal static class EmulatorBenchmark
{
    private const int StartersAtATime = 64;

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        var folder = Directory.CreateTempSubdirectory("emulator-benchmark");
        using (var host = Build(Path.Combine(folder.FullName, "durable.db")))
        {
            await host.StartAsync();
            var client = host.Services.GetRequiredService<DurableTaskClient>();

            var clock = Stopwatch.StartNew();
            var starters = new ParallelOptions { MaxDegreeOfParallelism = StartersAtATime };
            await Parallel.ForAsync(0, count, starters, async (i, cancellation) =>
                await client.ScheduleNewOrchestrationInstanceAsync("Flow", i, new StartOrchestrationOptions($"run-{i:000000}"), cancellation));
            var started = clock.Elapsed;
            for (var i = 0; i < count; i++)
            {
                var end = await client.WaitForInstanceCompletionAsync($"run-{i:000000}", getInputsAndOutputs: true);
                if (end.ReadOutputAs<int>() != i + 1)
                {
                    throw new InvalidOperationException($"Orchestration {i} is {end.RuntimeStatus} with the output {end.SerializedOutput}.");
                }
            }

            Print(count, started, clock.Elapsed);
            await host.StopAsync();
        }

        folder.Delete(recursive: true);
    }

    private static IHost Build(string database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddDurableTaskWorker(worker => worker
            .AddTasks(tasks => tasks
                .AddOrchestratorFunc<int, int>("Flow", (context, number) => context.CallActivityAsync<int>("AddOne", number))
                .AddActivityFunc<int, int>("AddOne", (_, number) => number + 1))
            .UseEmulator(database));
        builder.Services.AddDurableTaskClient(client => client.UseEmulator(database));
        return builder.Build();
    }

    private static void Print(int count, TimeSpan started, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        var culture = CultureInfo.InvariantCulture;
        Console.WriteLine("| benchmark | orchestrations | all started after | all completed after | orchestrations/s | peak RSS |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Console.WriteLine(string.Create(
            culture,
            $"| emulator | {count:N0} | {started.TotalSeconds:0.0} s | {elapsed.TotalSeconds:0.0} s | {count / elapsed.TotalSeconds:N0} | {process.PeakWorkingSet64 / 1e6:0} MB |"));
    }
}
