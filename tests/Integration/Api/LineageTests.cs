using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class LineageTests(ApiServer server)
{
    private readonly string name = $"lineage {Guid.NewGuid():N}";

    [Fact]
    public async Task The_lineage_tells_where_each_field_comes_from_before_and_after_a_run()
    {
        var pipeline = await SaveAsync();
        var before = await LineageAsync($"pipelines/{pipeline}/lineage");

        before.GetProperty("complete").GetBoolean().ShouldBeFalse("nothing says which fields the file has");
        Origins(before, "total").ShouldBe(["source quantity computed", "source price computed"]);

        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);
        var after = await LineageAsync($"runs/{run}/lineage");

        after.GetProperty("complete").GetBoolean().ShouldBeTrue();
        after.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString())
            .ShouldBe(["source", "source:names", "transformations[0]", "transformations[1]", "transformations[2]", "transformations[3]", "destinations[0]"]);
        after.GetProperty("nodes")[0].GetProperty("object").GetString().ShouldBe($"{name}.csv");
        Origins(after, "id").ShouldBe(["source id copied"]);
        Origins(after, "total").ShouldBe(["source quantity computed", "source price computed"]);
        Origins(after, "amount").ShouldBe(["source price renamed"]);
        Origins(after, "label").ShouldBe(["source:names label joined"]);
        var influences = after.GetProperty("influences").EnumerateArray().Select(item => $"{item.GetProperty("source")} {item.GetProperty("field")} {item.GetProperty("kind")}");
        influences.ShouldBe(["source quantity filter", "source id join", "source:names id join"]);
        var summary = after.GetProperty("run");
        summary.GetProperty("run_id").GetString().ShouldBe(run);
        summary.GetProperty("records_read").GetInt64().ShouldBe(2);
        summary.GetProperty("written").GetProperty("destination").GetInt64().ShouldBe(1);
        (await server.Admin.GetAsync("runs/nothing/lineage")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    private static List<string> Origins(JsonElement lineage, string field) =>
        [.. lineage.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("field").GetString() == field).GetProperty("origins").EnumerateArray()
            .Select(origin => $"{origin.GetProperty("source")} {origin.GetProperty("field")} {origin.GetProperty("kind")}")];

    private async Task<JsonElement> LineageAsync(string path) => (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Body;

    private async Task<string> SaveAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id,quantity,price\n1,2,10.50\n2,0,1\n");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}-names.csv"), "id,label\n1,One\n2,Two\n");
        var body = new
        {
            name,
            sources = new object[]
            {
                new { connector_type = "file", config = new { path = $"{name}.csv" } },
                new { name = "names", connector_type = "file", config = new { path = $"{name}-names.csv" } },
            },
            transformations = new object[]
            {
                new { type = "record_filter", condition = new Dictionary<string, object> { ["field"] = "quantity", ["operator"] = ">", ["value"] = 0 } },
                new { type = "field_calculation", field_name = "total", expression = "quantity * price" },
                new { type = "field_mapping", field_name = "price", target_field = "amount" },
                new { type = "join", join_source = "names", primary_key = "id", included_fields = new[] { "label" } },
            },
            destination = new { connector_type = "file", config = new { path = $"{name}-out.csv", write_mode = "replace" } },
        };
        return (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"];
    }
}
