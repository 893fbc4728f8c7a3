using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Salesforce.</summary>
internal sealed record SalesforceOptions : LaterOptions
{
    [Description("Address of the organisation, such as https://example.my.salesforce.com.")]
    public required string InstanceUrl { get; init; }

    [Description("Id of the connected app.")]
    public string? ClientId { get; init; }

    [Description("Secret of the connected app.")]
    public Secret? ClientSecret { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("Security token of the user.")]
    public Secret? SecurityToken { get; init; }

    [Description("Version of the API.")]
    public string? ApiVersion { get; init; }

    [Description("The object to read or write, such as Account.")]
    public string? Object { get; init; }

    [Description("The SOQL query to read, in place of an object.")]
    public string? Query { get; init; }

    [Description("How records are written: append or upsert.")]
    public string? WriteMode { get; init; }

    [Description("The field that upsert goes by.")]
    public string? ExternalIdField { get; init; }
}
