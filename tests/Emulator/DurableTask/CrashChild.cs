using DataAggregator.Emulator;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>
/// A process that starts orchestrations under fixed ids, unless they exist, and runs them to their ends. It says on its standard
/// output what is acknowledged and which step ran, one line each, and last that all is done; then it stays
/// until its standard input is closed.
/// </summary>
internal static class CrashChild
{
    public const int StepsEach = 4;

    public static async Task RunAsync(string database, int count)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(AddTasks).UseEmulator(database));
        builder.Services.AddDurableTaskClient(client => client.UseEmulator(database));
        using var host = builder.Build();
        await host.StartAsync();

        var client = host.Services.GetRequiredService<DurableTaskClient>();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => StartAsync(client, i)));
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => client.WaitForInstanceCompletionAsync(IdOf(i))));
        Say("done");

        // The file stays in use until the parent lets go, however fast this machine is.
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
    }

    public static string IdOf(int number) => $"crash-{number}";

    private static async Task StartAsync(DurableTaskClient client, int number)
    {
        var once = new StartOrchestrationOptions(IdOf(number)).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync("Flow", number, once);
            await client.RaiseEventAsync(IdOf(number), "go", number);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier process got this far; its event may have been lost with it, and a second one does no harm.
            await client.RaiseEventAsync(IdOf(number), "go", number);
        }

        Say($"acknowledged {number}");
    }

    private static void AddTasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int, int>("Flow", async (context, number) =>
        {
            var sum = await context.CallActivityAsync<int>("Step", number);
            sum += await context.WaitForExternalEvent<int>("go");
            await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            var both = await Task.WhenAll(context.CallActivityAsync<int>("Step", number), context.CallActivityAsync<int>("Step", number));
            return sum + both.Sum() + await context.CallSubOrchestratorAsync<int>("Child", number);
        })
        .AddOrchestratorFunc<int, int>("Child", (context, number) => context.CallActivityAsync<int>("Step", number))
        .AddActivityFunc<int, int>("Step", (_, number) =>
        {
            Say($"step {number}");
            return number;
        });

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
