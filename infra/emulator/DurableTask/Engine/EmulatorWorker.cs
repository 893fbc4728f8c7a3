using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.Durable;

/// <summary>Runs an engine from the start of the host to its stop.</summary>
internal sealed class EmulatorWorker(
    string name,
    IDurableTaskFactory factory,
    IServiceProvider services,
    DurableEngines engines,
    IOptionsMonitor<DurableTaskWorkerOptions> workerOptions,
    IOptionsMonitor<DurableEmulatorOptions> emulatorOptions) : DurableTaskWorker(name, factory)
{
    private DurableEngine? engine;

    public static string OptionsName(string name) => "worker:" + name;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var options = workerOptions.Get(Name);
        var emulator = emulatorOptions.Get(OptionsName(Name));
        ThrowIfNone(options.Concurrency.MaximumConcurrentActivityWorkItems, nameof(options.Concurrency.MaximumConcurrentActivityWorkItems));
        ThrowIfNone(options.Concurrency.MaximumConcurrentOrchestrationWorkItems, nameof(options.Concurrency.MaximumConcurrentOrchestrationWorkItems));
        var setup = new WorkerSetup(
            (RegistryFactory)Factory,
            services,
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            options.DataConverter,
            options.Concurrency.MaximumConcurrentActivityWorkItems,
            options.Concurrency.MaximumConcurrentOrchestrationWorkItems,
            emulator.ForceReplay ? 0 : emulator.CachedOrchestrations,
            services.GetService<ITurnFilter>());
        engine = engines.Open(emulator.DatabasePath);
        engine.StartWork(setup);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (engine is not null)
        {
            await engine.StopAsync(cancellationToken);
        }
    }

    private static void ThrowIfNone(int limit, string name)
    {
        if (limit < 1)
        {
            throw new InvalidOperationException($"{name} is {limit}: nothing would ever run. Set it to 1 or more.");
        }
    }

    // The engine has its own loops.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}
