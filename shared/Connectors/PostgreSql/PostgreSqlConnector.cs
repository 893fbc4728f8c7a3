using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>PostgreSQL as a connector type: tables and queries to read, tables to write.</summary>
public static class PostgreSqlConnector
{
    /// <summary>The type with both halves, over connections that the caller owns.</summary>
    public static Connector Create(PostgreSqlConnections connections) => new(
        new ConnectorSpec
        {
            Type = "postgresql",
            DisplayName = "PostgreSQL",
            Category = "database",
            Description = "Reads tables, views and queries of a PostgreSQL database, whole or incrementally, and writes tables exactly once.",
            Aliases = ["postgres"],
            Capabilities = ["source", "destination", "incremental", "discover"],
            StreamSetting = "table",
            MakeConfigSchema = Schema,
            FindSecretFields = ConfigSchema.SecretsOf<PostgreSqlDestination.Options>,
        },
        new PostgreSqlSource(connections),
        new PostgreSqlDestination(connections));

    private static JsonObject Schema()
    {
        var schema = ConfigSchema.For<PostgreSqlSource.Options>();
        var properties = schema["properties"]!.AsObject();
        foreach (var (name, setting) in ConfigSchema.For<PostgreSqlDestination.Options>()["properties"]!.AsObject())
        {
            if (!properties.ContainsKey(name))
                properties[name] = setting!.DeepClone();
        }

        // Both halves have these, each with a meaning and default of its own.
        properties["table"]!["description"] = "Table to read or write: orders, or sales.orders.";
        properties["batch_size"] = new JsonObject
        {
            ["type"] = "integer",
            ["minimum"] = 1,
            ["description"] = "Records read at a time, or merged by one statement in upsert and append_dedup.",
        };
        return schema;
    }
}
