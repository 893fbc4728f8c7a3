using DataAggregator.Emulator.Durable;
using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.Worker.Durable;

/// <summary>Puts the application's orchestrators and activities on the durable engine.</summary>
internal static class DurableFunctions
{
    /// <summary>Adds the engine and its client, if the application has a durable function or binds a client.</summary>
    public static void AddDurableFunctions(this IServiceCollection services, FunctionCatalogue functions, HostSettings settings, EmulatorOptions options)
    {
        if (!functions.Functions.Any(IsDurable))
        {
            return;
        }

        var database = Path.Combine(options.DataDirectory, $"{settings.DurableTask.HubName}.db");
        services.AddDurableTaskWorker(worker => worker
            .Configure(limits =>
            {
                limits.Concurrency.MaximumConcurrentActivityWorkItems = settings.DurableTask.MaxConcurrentActivityFunctions;
                limits.Concurrency.MaximumConcurrentOrchestrationWorkItems = settings.DurableTask.MaxConcurrentOrchestratorFunctions;
            })
            .UseEmulator(database, options.ConfigureDurable ?? (static _ => { })));
        services.AddDurableTaskClient(client => client.UseEmulator(database));
        services.AddSingleton<ITurnFilter, OrchestrationTurns>();

        // Officially the worker's serializer writes what goes through the history, not the Durable Task SDK's own.
        services.AddOptions<DurableTaskWorkerOptions>().PostConfigure<IOptions<WorkerOptions>>(
            static (durable, worker) => durable.DataConverter = new SerializerDataConverter(worker.Value.Serializer!));
        services.AddOptions<DurableTaskClientOptions>().PostConfigure<IOptions<WorkerOptions>>(
            static (durable, worker) => durable.DataConverter = new SerializerDataConverter(worker.Value.Serializer!));
        services.AddOptions<DurableTaskRegistry>().Configure<FunctionInvoker>((registry, invoker) => Register(registry, functions, invoker));
    }

    private static bool IsDurable(FunctionDescriptor function) => function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || function.ParameterBindings.Any(binding => binding.Attribute is DurableClientAttribute);

    private static void Register(DurableTaskRegistry registry, FunctionCatalogue functions, FunctionInvoker invoker)
    {
        foreach (var function in functions.WithTrigger(typeof(OrchestrationTriggerAttribute)))
        {
            registry.AddOrchestrator(OrchestratorFunction.Name(function), new OrchestratorFunction(function));
        }

        foreach (var function in functions.WithTrigger(typeof(ActivityTriggerAttribute)))
        {
            registry.AddActivity(((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name, new ActivityFunction(function, invoker));
        }
    }
}
