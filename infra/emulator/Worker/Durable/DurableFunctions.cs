using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

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
        services.AddOptions<DurableTaskRegistry>().Configure<FunctionInvoker>((registry, invoker) => Register(registry, functions, invoker));
    }

    private static bool IsDurable(FunctionDescriptor function) => function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || function.ParameterBindings.Any(binding => binding.Attribute is DurableClientAttribute);

    private static void Register(DurableTaskRegistry registry, FunctionCatalogue functions, FunctionInvoker invoker)
    {
        foreach (var function in functions.WithTrigger(typeof(OrchestrationTriggerAttribute)))
        {
            registry.AddOrchestrator(
                ((OrchestrationTriggerAttribute)function.Trigger).Orchestration ?? function.Name, new OrchestratorFunction(function, invoker));
        }

        foreach (var function in functions.WithTrigger(typeof(ActivityTriggerAttribute)))
        {
            registry.AddActivity(((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name, new ActivityFunction(function, invoker));
        }
    }
}
