using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

/// <summary>Reads a scripted API, in a time that does not wait.</summary>
public abstract class RestApiTests
{
    private protected HurriedTime Time { get; } = new();

    private protected ISource Source() => new RestApiSource(new EgressPolicy(new EgressOptions { AllowPrivateNetwork = true }), Limits.InProcess(Time), Time);

    private protected async Task<(List<Page> Batches, SourcePlan Plan)> ReadAsync(JsonElement config)
    {
        var source = Source();
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), CancellationToken.None);
        return (await DrainAsync(source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), CancellationToken.None)), plan);
    }

    private protected static async Task<List<Page>> DrainAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        var pages = new List<Page>();
        await foreach (var batch in batches)
        {
            using var records = batch.Batch;
            var ids = (FixedColumn<long>)records.Find("id")!;
            pages.Add(new Page(records.FirstOrdinal, batch.Position, [.. Enumerable.Range(0, records.Count).Select(i => (int)ids.Values[records.RowAt(i)])]));
        }

        return pages;
    }

    private protected static IEnumerable<int> Ids(IEnumerable<Page> pages) => pages.SelectMany(page => page.Ids);

    private protected static JsonElement Config(ScriptedApi api, string more)
    {
        var config = JsonNode.Parse(more)!;
        config["url"] = api.Url.AbsoluteUri;
        return Json(config.ToJsonString());
    }

    private protected static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private protected static string Orders(int first, int count, int total) =>
        $"[{string.Join(',', Enumerable.Range(first, Math.Clamp(total - first, 0, count)).Select(id => $$"""{"id":{{id}},"total":{{id}}.50}"""))}]";

    private protected static int Number(string? text) => int.Parse(text ?? "0", CultureInfo.InvariantCulture);

    internal sealed record Page(long FirstOrdinal, string? Position, IReadOnlyList<int> Ids);
}
