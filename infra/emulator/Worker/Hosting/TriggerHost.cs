using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>Says what this is, and starts and stops the listeners of the triggers that functions have.</summary>
internal sealed class TriggerHost(
    FunctionCatalogue catalogue, IEnumerable<ITriggerListener> listeners, EmulatorOptions options, IHostEnvironment environment, ILogger<TriggerHost> log)
    : IHostedService
{
    private readonly List<ITriggerListener> started = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(log, environment.EnvironmentName, options.DataDirectory);
        var served = listeners.ToDictionary(listener => listener.Trigger);
        foreach (var functions in catalogue.Functions.GroupBy(function => function.Trigger.GetType()))
        {
            if (served.TryGetValue(functions.Key, out var listener))
            {
                await listener.StartAsync(catalogue.WithTrigger(functions.Key), cancellationToken);
                started.Add(listener);
            }
            else if (functions.Key != typeof(HttpTriggerAttribute))
            {
                throw new EmulatorStartException($"Function '{functions.First().Name}' has a {functions.Key.Name}, which the emulator does not serve.");
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
        => await Task.WhenAll(started.Select(listener => listener.StopAsync(cancellationToken)));
}
