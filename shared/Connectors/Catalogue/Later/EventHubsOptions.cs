using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Azure Event Hubs.</summary>
internal sealed record EventHubsOptions : LaterOptions
{
    [Description("Connection string of the namespace or hub.")]
    public Secret? ConnectionString { get; init; }

    [Description("Host of the namespace; the machine proves itself by its managed identity.")]
    public string? FullyQualifiedNamespace { get; init; }

    [Description("The event hub.")]
    public string? EventHubName { get; init; }

    [Description("The consumer group.")]
    public string? ConsumerGroup { get; init; }
}
