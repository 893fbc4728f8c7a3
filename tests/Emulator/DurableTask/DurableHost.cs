using DataAggregator.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>A host with a worker and a client on one file, which can be stopped and started again.</summary>
internal sealed class DurableHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("durable").FullName;
    private readonly Action<DurableTaskRegistry> tasks;
    private readonly bool forceReplay;
    private readonly Action<IServiceCollection>? services;
    private IHost? host;

    private DurableHost(bool forceReplay, Action<DurableTaskRegistry> tasks, Action<IServiceCollection>? services)
        => (this.forceReplay, this.tasks, this.services) = (forceReplay, tasks, services);

    public string DatabasePath => Path.Combine(folder, "durable.db");

    public DurableTaskClient Client => host!.Services.GetRequiredService<DurableTaskClient>();

    public static async Task<DurableHost> StartAsync(
        bool forceReplay, Action<DurableTaskRegistry> tasks, Action<IServiceCollection>? services = null)
    {
        var started = new DurableHost(forceReplay, tasks, services);
        await started.StartAsync();
        return started;
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(tasks).UseEmulator(DatabasePath, options => options.ForceReplay = forceReplay));
        builder.Services.AddDurableTaskClient(client => client.UseEmulator(DatabasePath));
        host = builder.Build();
        await host.StartAsync();
    }

    public async Task StopAsync()
    {
        await host!.StopAsync();
        host.Dispose();
    }

    /// <summary>Runs an orchestration to its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
        => await EndAsync(await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options));

    /// <summary>Waits for an orchestration's end.</summary>
    public async Task<OrchestrationMetadata> EndAsync(string instanceId)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
