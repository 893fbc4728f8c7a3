using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>Puts event hubs into a host.</summary>
internal static class EventHubTriggers
{
    /// <summary>Serves the event hub namespaces of the settings, and functions with an Event Hubs trigger.</summary>
    public static void AddEventHubTriggers(this IServiceCollection services)
    {
        services.AddSingleton<EventHubServer>();
        services.AddHostedService(provider => provider.GetRequiredService<EventHubServer>());
        services.AddSingleton<ITriggerListener, EventHubListener>();
    }
}
