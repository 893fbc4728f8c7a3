using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A pipeline of one file that triggers start, and the runs that they started.</summary>
internal sealed class TriggeredPipeline
{
    private readonly ApiClient client;

    private TriggeredPipeline(ApiClient client, string id, string name, Dictionary<string, object?> body) => (this.client, Id, Name, Body) = (client, id, name, body);

    public string Id { get; }

    public string Name { get; }

    /// <summary>What it was saved as.</summary>
    public Dictionary<string, object?> Body { get; }

    /// <summary>Saves one; its source is the file that the parameter <c>file_path</c> says, a small one unless a trigger gives it.</summary>
    public static async Task<TriggeredPipeline> SaveAsync(ApiClient client, string files, object[] triggers, string? overlap = null)
    {
        var name = $"triggered {Guid.NewGuid():N}";
        await File.WriteAllTextAsync(Path.Combine(files, $"{name}.csv"), "id\n1\n");
        var body = new Dictionary<string, object?>
        {
            ["name"] = name,
            ["source"] = new { connector_type = "file", config = new { path = "${file_path}", file_format = "csv" } },
            ["transformations"] = new object[] { new { type = "field_addition", field_name = "order", value = "${order}" } },
            ["destination"] = new { connector_type = "file", config = new { path = $"out/{name}.csv", write_mode = "append" } },
            ["parameters"] = new { file_path = $"{name}.csv", order = "none" },
            ["triggers"] = triggers,
            ["overlap"] = overlap,
        };
        var saved = (await client.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created);
        return new TriggeredPipeline(client, saved["id"], name, body);
    }

    /// <summary>Makes an address for a webhook; the path to post to.</summary>
    public async Task<string> AddressAsync(string key = "webhook") =>
        (await client.PostAsync($"pipelines/{Id}/triggers/{key}/token")).ShouldBe(HttpStatusCode.OK)["path"];

    /// <summary>The runs, oldest first, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<JsonElement>> RunsAsync(int count)
    {
        List<JsonElement> runs = [];
        await Eventually.HoldsAsync(
            async () => (runs = [.. (await client.GetAsync($"pipelines/{Id}/runs?limit=200")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().Reverse()]).Count >= count, $"{count} runs are there");
        return runs;
    }

    /// <summary>The runs when all have ended.</summary>
    public async Task<IReadOnlyList<JsonElement>> EndsAsync(int count)
    {
        var ended = new List<JsonElement>();
        foreach (var run in await RunsAsync(count))
            ended.Add(await client.EndOfRunAsync(run.GetProperty("id").GetString()!));
        return ended;
    }

    /// <summary>What the API tells of a trigger.</summary>
    public async Task<JsonElement> TriggerAsync(string key) =>
        (await client.GetAsync($"pipelines/{Id}/triggers")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().Single(trigger => trigger.GetProperty("key").GetString() == key);
}
