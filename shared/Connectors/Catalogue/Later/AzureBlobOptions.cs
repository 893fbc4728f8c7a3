using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Azure Blob Storage.</summary>
internal sealed record AzureBlobOptions : LaterStorageOptions
{
    [Description("The container.")]
    public required string Container { get; init; }

    [Description("Connection string of the account.")]
    public Secret? ConnectionString { get; init; }

    [Description("Address of the account; the machine proves itself by its managed identity.")]
    public string? AccountUrl { get; init; }

    [Description("Shared access signature.")]
    public Secret? SasToken { get; init; }
}
