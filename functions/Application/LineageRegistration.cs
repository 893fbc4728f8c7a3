using DataAggregator.Connectors.Notifications;
using DataAggregator.Core.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Functions.Application;

/// <summary>Who is told of the lineage of runs.</summary>
public static class LineageRegistration
{
    /// <summary>The collector of lineage, and the way there, where one is set.</summary>
    public static IServiceCollection AddLineageCollector(this IServiceCollection services, LineageSettings settings)
    {
        if (settings.Collector() is not { } collector)
            return services;
        return services.AddSingleton(collector).AddSingleton<INotificationChannel>(_ => new OpenLineageChannel(collector.Address, settings.OpenlineageApiKey));
    }
}
