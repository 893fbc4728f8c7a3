using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>Says what this is, and starts and stops the listeners of the triggers that functions have.</summary>
internal sealed class TriggerHost(
    FunctionCatalogue catalogue, IEnumerable<ITriggerListener> listeners, EmulatorOptions options, IHostEnvironment environment, ILogger<TriggerHost> log)
    : IHostedLifecycleService
{
    // These have no listener: the web server and the durable engine invoke them.
    private static readonly Type[] ServedElsewhere = [typeof(HttpTriggerAttribute), typeof(OrchestrationTriggerAttribute), typeof(ActivityTriggerAttribute)];

    private readonly List<ITriggerListener> started = [];

    /// <summary>Before anything starts: says what this is, and refuses functions that would never run.</summary>
    /// <exception cref="EmulatorStartException">A function has a trigger that nobody serves.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Log.Starting(log, environment.EnvironmentName, options.DataDirectory);
        var served = ServedElsewhere.Concat(listeners.Select(listener => listener.Trigger)).ToHashSet();
        return catalogue.Functions.FirstOrDefault(function => !served.Contains(function.Trigger.GetType())) is { } orphan
            ? throw new EmulatorStartException($"Function '{orphan.Name}' has a {orphan.Trigger.GetType().Name}, which the emulator does not serve.")
            : Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
        {
            var functions = catalogue.WithTrigger(listener.Trigger);
            if (functions.Count > 0)
            {
                await listener.StartAsync(functions, cancellationToken);
                started.Add(listener);
            }
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
        => await Task.WhenAll(started.Select(listener => listener.StopAsync(cancellationToken)));

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
