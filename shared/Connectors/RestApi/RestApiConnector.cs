using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.RestApi;

/// <summary>The connector type <c>rest_api</c>.</summary>
public static class RestApiConnector
{
    /// <summary>The connector, dialling through <paramref name="egress"/>.</summary>
    public static Connector Create(IEgress egress, RateLimiter limiter, TimeProvider time) => new(
        new ConnectorSpec
        {
            Type = "rest_api",
            DisplayName = "REST API",
            Category = "api",
            Description = "Reads records from an HTTP API that answers JSON, page by page.",
            Aliases = ["rest", "api", "http"],
            Capabilities = ["source", "incremental", "discover"],
            StreamSetting = "url",
            MakeConfigSchema = ConfigSchema.For<RestApiSource.Options>,
            FindSecretFields = ConfigSchema.SecretsOf<RestApiSource.Options>,
        },
        new RestApiSource(egress, limiter, time),
        null);
}
