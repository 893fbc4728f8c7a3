using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Apache Kafka.</summary>
internal sealed record KafkaOptions : LaterOptions
{
    [Description("Servers to begin with, as host:port, separated by commas.")]
    public required string BootstrapServers { get; init; }

    [Description("The topic to read or write.")]
    public string? Topic { get; init; }

    [Description("The consumer group.")]
    public string? GroupId { get; init; }

    [Description("plaintext, ssl, sasl_plaintext or sasl_ssl.")]
    public string? SecurityProtocol { get; init; }

    [Description("plain, scram-sha-256 or scram-sha-512.")]
    public string? SaslMechanism { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("Where to begin without a position: earliest or latest.")]
    public string? AutoOffsetReset { get; init; }
}
