using System.Text.Json.Nodes;

namespace DataAggregator.Local.Demo;

/// <summary>The user guide's e-commerce pipeline (5.1.2), from the sample shop into the local PostgreSQL; its template's rename gives <c>unit_price</c>.</summary>
internal static class DemoPipeline
{
    /// <summary>The name it is saved under.</summary>
    public const string Name = "E-commerce orders";

    private const string Document = """
        {
          "name": "E-commerce orders",
          "description": "Completed orders of the sample shop, cleaned and priced, in the table daily_orders.",
          "tags": ["demo"],
          "source": {
            "connector_type": "REST API",
            "config": {
              "url": "",
              "auth_method": "API_KEY",
              "auth_params": { "api_key_header": "X-API-Key", "api_key_value": "" },
              "pagination": { "type": "offset", "page_size": 100 }
            }
          },
          "transformations": [
            { "type": "field_mapping", "field_name": "product_name", "operation": "title_case" },
            {
              "type": "field_calculation", "field_name": "total_price", "operation": "multiply",
              "parameters": { "source_fields": ["quantity", "price"], "output_field": "total_price" }
            },
            { "type": "field_mapping", "field_name": "price", "target_field": "unit_price" },
            { "type": "record_filter", "condition": { "field": "status", "operator": "equals", "value": "completed" } },
            { "type": "field_addition", "field_name": "processed_timestamp", "value": "current_timestamp" },
            { "type": "field_validation", "field_name": "customer_email", "validation_type": "email_format" }
          ],
          "destination": {
            "connector_type": "postgresql",
            "config": {
              "host": "127.0.0.1", "port": 0, "database": "demo", "username": "demo", "password": "",
              "table": "daily_orders", "write_mode": "replace", "create_table": true
            }
          }
        }
        """;

    /// <summary>The pipeline for these servers.</summary>
    public static JsonObject Create(Uri orders, string apiKey, int postgresPort, string password)
    {
        var document = JsonNode.Parse(Document)!.AsObject();
        var source = document["source"]!["config"]!;
        source["url"] = orders.ToString();
        source["auth_params"]!["api_key_value"] = apiKey;
        var destination = document["destination"]!["config"]!;
        destination["port"] = postgresPort;
        destination["password"] = password;
        return document;
    }
}
