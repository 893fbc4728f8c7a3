using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>RabbitMQ.</summary>
internal sealed record RabbitMqOptions : LaterOptions
{
    [Description("Host name or address of the server.")]
    public required string Host { get; init; }

    [Description("TCP port of the server.")]
    public int? Port { get; init; }

    [Description("The virtual host.")]
    public string? VirtualHost { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("Whether the connection is encrypted.")]
    public bool? UseTls { get; init; }

    [Description("The queue to read.")]
    public string? Queue { get; init; }

    [Description("The exchange to write to.")]
    public string? Exchange { get; init; }

    [Description("The routing key to write with.")]
    public string? RoutingKey { get; init; }
}
