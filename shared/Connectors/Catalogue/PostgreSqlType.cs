using DataAggregator.Connectors.PostgreSql;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Catalogue;

/// <summary>The connector type <c>postgresql</c>.</summary>
internal static class PostgreSqlType
{
    /// <summary>The connector over these connection pools.</summary>
    public static Connector Create(PostgreSqlConnections connections) => new(
        new ConnectorSpec
        {
            Type = "postgresql",
            DisplayName = "PostgreSQL",
            Category = "database",
            Description = "Reads and writes tables of PostgreSQL; writes each record exactly once.",
            Aliases = ["postgres", "pg"],
            Capabilities = ["destination"],
            ConfigSchema = ConfigSchema.For<PostgreSqlDestination.Options>(),
            SecretFields = ConfigSchema.SecretsOf<PostgreSqlDestination.Options>(),
        },
        null,
        new PostgreSqlDestination(connections));
}
