using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>What needs the whole run: an aggregation by three keys, and a join with 100,000 customers, with the usual memory and with a hundredth of the data's size.</summary>
internal static class WholeRunCases
{
    private const int Rows = 10_000_000;
    private const int SmallShare = 100;

    private const string TypedOrders = "types = {'price': 'DECIMAL(18,2)', 'order_date': 'VARCHAR'}";

    private static readonly JsonNode Join = JsonNode.Parse("""
        [{
          "type": "join", "join_type": "left", "join_source": "customers",
          "primary_key": "customer_id", "foreign_key": "customer_id", "included_fields": ["segment", "country", "credit_limit"]
        }]
        """)!;

    public static async Task AggregationAsync(Workspace workspace, Settings settings)
    {
        await AggregateAsync(workspace, settings, ["quantity", "product_name", "status"], "168 groups");
        await AggregateAsync(workspace, settings, ["customer_id", "product_name", "status"], "2 million groups");
    }

    public static async Task JoinAsync(Workspace workspace, Settings settings)
    {
        var csv = await workspace.OrdersAsync(Rows);
        var customers = await workspace.CustomersAsync();
        var result = workspace.PathOf("join.csv");
        var ours = workspace.Ours(
            "join", new[] { Workspace.NamedFileAt("orders", csv), Workspace.NamedFileAt("customers", customers) }, Join, Workspace.ReplacingFileAt(result), result);
        var peer = PeerPrograms.DuckDb(result, $$"""
            COPY (SELECT orders.*, segment, country, credit_limit
            FROM read_csv('{{csv}}', {{TypedOrders}}) orders LEFT JOIN read_csv('{{customers}}') customers USING (customer_id))
            TO '{{result}}' (FORMAT csv, HEADER)
            """);
        await CompareAsync($"Join of {Rows / 1_000_000} million orders with 100,000 customers, CSV to CSV", csv, ours, peer, settings);
    }

    private static async Task AggregateAsync(Workspace workspace, Settings settings, string[] keys, string groups)
    {
        var csv = await workspace.OrdersAsync(Rows);
        var result = workspace.PathOf("aggregation.csv");
        var ours = workspace.Ours("aggregation", Workspace.FileAt(csv), Aggregation(keys), Workspace.ReplacingFileAt(result), result);
        var peer = PeerPrograms.DuckDb(result, $$"""
            COPY (SELECT {{string.Join(", ", keys)}}, sum(price) AS total, avg(quantity) AS mean_quantity, count(order_id) AS orders
            FROM read_csv('{{csv}}', {{TypedOrders}}) GROUP BY ALL) TO '{{result}}' (FORMAT csv, HEADER)
            """);
        await CompareAsync($"Aggregation of {Rows / 1_000_000} million orders by 3 keys, {groups}, CSV to CSV", csv, ours, peer, settings);
    }

    private static JsonNode Aggregation(string[] keys) => JsonNode.Parse($$"""
        [{
          "type": "aggregation",
          "group_by_fields": {{JsonSerializer.Serialize(keys)}},
          "aggregated_fields": [
            { "input_field": "price", "output_field": "total", "operation": "sum" },
            { "input_field": "quantity", "output_field": "mean_quantity", "operation": "average" },
            { "input_field": "order_id", "output_field": "orders", "operation": "count" }
          ]
        }]
        """)!;

    private static Task CompareAsync(string title, string csv, Contender ours, Contender peer, Settings settings)
    {
        var budget = new FileInfo(csv).Length / SmallShare;
        var frugal = ours with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"Data Aggregator, memory budget {budget / 1e6:0} MB"),
            Environment = new Dictionary<string, string> { ["DATAAGGREGATOR_MEMORY_BUDGET"] = budget.ToString(CultureInfo.InvariantCulture) },
        };
        return new PeerCase(title, [ours, frugal, peer]).RunAsync(settings.Rounds);
    }
}
