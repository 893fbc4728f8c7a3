using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>HubSpot.</summary>
internal sealed record HubSpotOptions : LaterOptions
{
    [Description("Token of a private app.")]
    public Secret? AccessToken { get; init; }

    [Description("The object to read or write, such as contacts.")]
    public string? Object { get; init; }

    [Description("The properties to read.")]
    public IReadOnlyList<string>? Properties { get; init; }

    [Description("How records are written: append or upsert.")]
    public string? WriteMode { get; init; }

    [Description("The property that upsert goes by.")]
    public string? IdProperty { get; init; }
}
