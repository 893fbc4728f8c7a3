using System.Text.Json.Nodes;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>The five rules of the guide's section 5.1.2, and the same in SQL.</summary>
internal static class OrderRules
{
    /// <summary>The guide's rules, verbatim.</summary>
    public static JsonNode Steps { get; } = JsonNode.Parse("""
        [
          { "type": "field_mapping", "field_name": "product_name", "operation": "title_case" },
          {
            "type": "field_calculation", "field_name": "total_price", "operation": "multiply",
            "parameters": { "source_fields": ["quantity", "price"], "output_field": "total_price" }
          },
          { "type": "record_filter", "condition": { "field": "status", "operator": "equals", "value": "completed" } },
          { "type": "field_addition", "field_name": "processed_timestamp", "value": "current_timestamp" },
          { "type": "field_validation", "field_name": "customer_email", "validation_type": "email_format" }
        ]
        """)!;

    /// <summary>DuckDB has no title case of its own. Money is exact and dates stay text, as with us.</summary>
    public static string Sql(string csv) => $$"""
        SELECT order_id, customer_id,
          array_to_string(list_transform(string_split(lower(product_name), ' '), lambda word: upper(word[1]) || word[2:]), ' ') AS product_name,
          quantity, price, quantity * price AS total_price, order_date, status, customer_email,
          strftime(now() AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS processed_timestamp
        FROM read_csv('{{csv}}', types = {'price': 'DECIMAL(18,2)', 'order_date': 'VARCHAR'})
        WHERE status = 'completed' AND regexp_full_match(customer_email, '[^@\s]+@[^@\s]+\.[^@\s]+')
        """;
}
