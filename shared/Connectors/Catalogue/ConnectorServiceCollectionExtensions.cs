using DataAggregator.Connectors.Catalogue.Later;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Enrichment;
using DataAggregator.Connectors.Files;
using DataAggregator.Connectors.PostgreSql;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Connectors.Streams;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Security;
using DataAggregator.Core.Streams;
using DataAggregator.Core.Transformations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAggregator.Connectors.Catalogue;

/// <summary>Registers the connectors.</summary>
public static class ConnectorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the catalogue of connectors and what they dial through. Needs an <see cref="IFileRoots"/>; takes a <see cref="TimeProvider"/> where one is
    /// registered, and counts rate limits in this process unless there is an <see cref="IPermitStore"/>.
    /// </summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="egress">Which private addresses may be dialled.</param>
    public static IServiceCollection AddConnectors(this IServiceCollection services, EgressOptions egress)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPermitStore, ProcessPermits>();
        services.TryAddSingleton<RateLimiter>();
        services.AddSingleton<IEgress>(new EgressPolicy(egress));
        services.AddSingleton<IEnrichmentClient, HttpEnrichmentClient>();
        services.AddSingleton<PostgreSqlConnections>();
        services.AddSingleton(static provider => new ConnectorCatalogue(
        [
            FileConnector.Create(provider.GetRequiredService<IFileRoots>(), provider.GetRequiredService<TimeProvider>()),
            PostgreSqlConnector.Create(provider.GetRequiredService<PostgreSqlConnections>()),
            RestApiConnector.Create(provider.GetRequiredService<IEgress>(), provider.GetRequiredService<RateLimiter>(), provider.GetRequiredService<TimeProvider>()),
            StreamConnector.Create(provider.GetService<IEventStreamStore>(), provider.GetService<IRunStore>()),
            .. LaterTypes.All,
        ]));
        return services;
    }
}
