using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>Makes connector types that can be configured and saved, but not run yet.</summary>
internal static class LaterType
{
    private const string Comes = "This connector comes with a later version; a pipeline that uses it can be saved, but not run.";

    /// <summary>What the catalogue says of such a type.</summary>
    /// <typeparam name="TOptions">Its settings.</typeparam>
    public static Connector Of<TOptions>(string type, string displayName, string category, string description, string capabilities, params IReadOnlyList<string> aliases) => new(
        new ConnectorSpec
        {
            Type = type,
            DisplayName = displayName,
            Category = category,
            Description = description,
            Aliases = aliases,
            Capabilities = capabilities.Split(' '),
            MakeConfigSchema = ConfigSchema.For<TOptions>,
            FindSecretFields = ConfigSchema.SecretsOf<TOptions>,
            Available = false,
            InstallHint = Comes,
        },
        null,
        null);
}
