using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>A connector that a plugin brings.</summary>
internal sealed record CustomOptions : LaterOptions
{
    [Description("The type to run; its last segment counts, such as CustomAPIConnector.")]
    public string? Implementation { get; init; }

    [Description("Address that the records are had from.")]
    public string? Endpoint { get; init; }

    [Description("Key that is sent as a bearer token.")]
    public Secret? ApiKey { get; init; }
}
