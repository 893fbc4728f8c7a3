using DataAggregator.Emulator.Triggers;
using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>Serves functions with an <see cref="EventHubTriggerAttribute"/>: a pump for each partition.</summary>
internal sealed class EventHubListener(
    IConfiguration configuration,
    EventHubServer server,
    HostSettings settings,
    FunctionInvoker invoker,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EventHubListener> log) : ITriggerListener, IDisposable
{
    private const string DefaultConsumerGroup = "$Default";

    private readonly ListenerTasks _pumps = new(lifetime);

    public Type Trigger => typeof(EventHubTriggerAttribute);

    /// <summary>Starts the pumps.</summary>
    /// <exception cref="EmulatorStartException">A function's event hub, connection or parameter is wrong.</exception>
    public Task StartAsync(IReadOnlyList<FunctionDescriptor> functions, CancellationToken cancellationToken)
    {
        var consumers = functions.Select(Consumer).ToArray();
        RefuseSharedCheckpoints(consumers);
        foreach (var consumer in consumers)
        {
            for (var partition = 0; partition < consumer.Hub.PartitionCount; partition++)
            {
                var number = partition;
                var pump = new PartitionPump(
                    consumer, number, server.Log(consumer.Namespace)!, server.Checkpoints(consumer.Namespace), settings.EventHubs, new RetryingInvoker(invoker, time, log), time, log);
                _pumps.Run(pump.RunAsync, exception => Log.PumpStopped(log, exception, consumer.Function.Name, consumer.Hub.Name, number));
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _pumps.StopAsync(cancellationToken);

    public void Dispose() => _pumps.Dispose();

    private static void RefuseSharedCheckpoints(IEnumerable<EventHubConsumer> consumers)
    {
        foreach (var group in consumers.GroupBy(consumer => (consumer.Namespace, consumer.Hub.Id, consumer.ConsumerGroup.ToUpperInvariant())))
        {
            if (group.ToArray() is [var first, var second, ..])
            {
                throw new EmulatorStartException(
                    $"Functions '{first.Function.Name}' and '{second.Function.Name}' read {first.Hub.Name} for the same consumer group '{first.ConsumerGroup}', so each would miss events; give each its own.");
            }
        }
    }

    private EventHubConsumer Consumer(FunctionDescriptor function)
    {
        var trigger = (EventHubTriggerAttribute)function.Trigger;
        var connection = Connection(function, trigger);
        var place = $"function '{function.Name}'";
        var name = connection.EventHub ?? SettingNames.Resolve(trigger.EventHubName, configuration, $"the event hub of {place}");
        if (trigger.IsBatched && EventDataConverter.ElementOf(function.TriggerParameter.ParameterType) is null)
        {
            throw new EmulatorStartException(
                $"Function '{function.Name}': its parameter '{function.TriggerParameter.Name}' takes one event, but the trigger brings many; make it an array, or set IsBatched = false.");
        }

        var group = trigger.ConsumerGroup is null ? DefaultConsumerGroup : SettingNames.Resolve(trigger.ConsumerGroup, configuration, $"the consumer group of {place}");
        try
        {
            return new EventHubConsumer(function, RetryPolicy.Of(function), connection.Host, server.Log(connection.Host)!.Hub(name), group, trigger.IsBatched);
        }
        catch (FormatException cause)
        {
            throw new EmulatorStartException($"Function '{function.Name}': {cause.Message}", cause);
        }
    }

    private EventHubConnection Connection(FunctionDescriptor function, EventHubTriggerAttribute trigger)
    {
        if (string.IsNullOrEmpty(trigger.Connection))
        {
            throw new EmulatorStartException($"Function '{function.Name}': its trigger names no connection; set Connection to the setting that holds the connection string.");
        }

        var setting = SettingNames.Resolve(trigger.Connection, configuration, $"the connection of function '{function.Name}'");
        try
        {
            var connection = EventHubConnection.Parse(ConnectionSetting.Read(configuration, setting, function.Name));
            return server.Log(connection.Host) is not null
                ? connection
                : throw new EmulatorStartException(
                    $"Function '{function.Name}': the connection '{setting}' is not the emulator's; write Endpoint=sb://NAMESPACE/;...;UseDevelopmentEmulator=true.");
        }
        catch (FormatException cause)
        {
            throw new EmulatorStartException($"Function '{function.Name}': the connection '{setting}' is wrong. {cause.Message}", cause);
        }
    }
}
