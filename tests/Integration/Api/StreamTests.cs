using System.Net;
using System.Text;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Streams: events that are posted, and the runs that get them.</summary>
[Collection(ApiTests.Name)]
public sealed class StreamTests(ApiServer server)
{
    private readonly string stream = $"orders-{Guid.NewGuid():N}";

    [Fact]
    public async Task Events_are_given_to_runs_once_in_order_and_so_many_at_a_time()
    {
        var pipeline = await SaveAsync(new { type = "stream", stream, max_events = 3, max_wait_seconds = 0 });
        (await PostAsync("""{"id":1,"amount":12345678901234567890.10}""")).ShouldBe(1);
        (await PostAsync("""[{"id":2},{"id":3,"note":"a\nb"}]""")).ShouldBe(2);
        (await PostAsync("{\"id\":4}\r\n\n{\"id\":5}\n{\"id\":6}\n{\"id\":7}", "application/x-ndjson")).ShouldBe(4);

        await HasReadAsync(pipeline, 7);
        var runs = await RunsAsync(pipeline);

        runs.ShouldAllBe(run => run.GetProperty("trigger").GetString() == "stream" && run.GetProperty("status").GetString() == "success" && run.GetProperty("records_read").GetInt64() <= 3);
        var lines = await File.ReadAllLinesAsync(OutputOf(pipeline));
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt32()).ShouldBe(Enumerable.Range(1, 7));
        lines[0].ShouldContain("12345678901234567890.1");
        var listed = (await server.Admin.GetAsync($"streams?q={stream}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items")[0];
        (listed.GetProperty("events").GetInt64(), listed.GetProperty("kept").GetInt64()).ShouldBe((7, 7));
        (await server.Admin.GetAsync($"pipelines/{pipeline.Id}/triggers")).Body.GetProperty("items")[0].GetProperty("run_id").GetString().ShouldBe(runs[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Events_wait_for_others_and_those_before_the_trigger_are_for_runs_by_hand()
    {
        await PostAsync("""[{"id":1},{"id":2}]""");
        await Eventually.HoldsAsync(async () => (await server.Admin.GetAsync($"streams?q={stream}")).Body.GetProperty("items").GetArrayLength() == 1, "the events are kept");
        var pipeline = await SaveAsync(new { type = "stream", stream, max_events = 4, max_wait_seconds = 3600 });
        await PostAsync("""[{"id":3},{"id":4},{"id":5}]""");
        await PostAsync("""[{"id":6},{"id":7}]""");

        await HasReadAsync(pipeline, 4);
        var byHand = (await server.Admin.PostAsync($"pipelines/{pipeline.Id}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];

        (await RunsAsync(pipeline)).Single(run => run.GetProperty("trigger").GetString() == "stream").GetProperty("records_read").GetInt64().ShouldBe(4);
        (await server.Admin.EndOfRunAsync(byHand)).GetProperty("records_read").GetInt64().ShouldBe(7);
        (await File.ReadAllLinesAsync(OutputOf(pipeline))).Length.ShouldBe(11);
    }

    [Fact]
    public async Task With_overlap_skip_events_wait_for_the_run_to_end_and_none_is_left_out()
    {
        await using var api = new GatedApi();
        var skipping = await SaveAsync(new { type = "stream", stream, max_events = 3, max_wait_seconds = 0 }, "skip", new { type = "enrichment", url = $"{api.Address}?of={{id}}", included_fields = new[] { "name" }, on_missing = "null" });
        var queueing = await SaveAsync(new { type = "stream", stream, max_events = 1, max_wait_seconds = 0 });
        await PostAsync("{\"id\":1}");
        await api.Asked;
        // Another pipeline shows that the events were looked at: those before the last for both.
        await PostAsync("[{\"id\":2},{\"id\":3},{\"id\":4},{\"id\":5}]");
        await HasReadAsync(queueing, 5);
        await PostAsync("{\"id\":6}");
        await HasReadAsync(queueing, 6);
        (await RunsAsync(skipping)).ShouldHaveSingleItem();

        api.Open();
        await HasReadAsync(skipping, 6);

        (await RunsAsync(skipping)).Reverse().Select(run => run.GetProperty("records_read").GetInt64()).ShouldBe([1, 3, 2]);
        (await File.ReadAllLinesAsync(OutputOf(skipping))).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt32()).ShouldBe(Enumerable.Range(1, 6));
    }

    [Fact]
    public async Task With_overlap_cancel_previous_runs_of_the_stream_are_waited_for_and_others_cancelled()
    {
        await using var api = new GatedApi();
        var name = $"stream {Guid.NewGuid():N}";
        var body = Body(name, stream, new { type = "stream", stream, max_events = 2, max_wait_seconds = 0 });
        body["overlap"] = "cancel_previous";
        body["triggers"] = new object[] { new { type = "stream", stream, max_events = 2, max_wait_seconds = 0 }, new { type = "event", @event = stream } };
        body["transformations"] = new object[] { new { type = "enrichment", url = $"{api.Address}?of={{id}}", included_fields = new[] { "name" }, on_missing = "null" } };
        var saved = (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created);
        saved.Body.GetProperty("warnings")[0].GetProperty("path").GetString().ShouldBe("$.overlap");
        var pipeline = (Id: saved["id"], name);
        await PostAsync("{\"id\":1}");
        await api.Asked;

        // The run of the stream is at work: an event's run waits for it, the stream's next cancels that one.
        (await server.Admin.PostAsync("events", new { @event = stream })).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs")[0].GetProperty("result").GetString().ShouldBe("queued");
        await PostAsync("[{\"id\":2},{\"id\":3}]");
        await Eventually.HoldsAsync(async () => (await RunsAsync(pipeline)).Count == 3, "the stream's next run waits");
        api.Open();
        await HasReadAsync(pipeline, 3);

        (await RunsAsync(pipeline)).Reverse().Select(run => $"{run.GetProperty("trigger")} {run.GetProperty("status")}").ShouldBe(["stream success", "event cancelled", "stream success"]);
    }

    [Fact]
    public async Task A_request_under_its_key_is_taken_once_and_what_is_no_event_is_refused()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            (await server.Admin.PostAsync($"streams/{stream}/events", "[{\"id\":1},{\"id\":2}]", ("Idempotency-Key", stream))).ShouldBe(HttpStatusCode.Accepted)["accepted"].ShouldBe("2");
        (await PostAsync("[]")).ShouldBe(0);

        (await SendAsync("[1,{}]")).Problem("$[0]").ShouldContain("object");
        (await SendAsync("{\"a\":")).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed_json");
        (await SendAsync("a,b", "text/csv")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        (await SendAsync($"{{\"a\":\"{new string('x', 257 << 10)}\"}}")).Problem("$[0]").ShouldContain("256 KB");
        (await server.Admin.PostAsync("streams/a%20b/events", "{}")).Problem("name").ShouldContain("'a b'");
        using var viewer = await server.AccountAsync("viewer");
        (await viewer.PostAsync($"streams/{stream}/events", "{}")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        await Eventually.HoldsAsync(
            async () => (await server.Admin.GetAsync($"streams?q={stream}")).Body.GetProperty("items") is { } items && items.GetArrayLength() == 1 && items[0].GetProperty("events").GetInt64() == 2, "two events are kept");
    }

    private static Dictionary<string, object?> Body(string name, string stream, object trigger) => new()
    {
        ["name"] = name,
        ["source"] = new { connector_type = "stream", config = new { stream } },
        ["destination"] = new { connector_type = "file", config = new { path = $"out/{name}.ndjson", file_format = "ndjson", write_mode = "append" } },
        ["triggers"] = new[] { trigger },
    };

    private async Task<(string Id, string Name)> SaveAsync(object trigger, string? overlap = null, params object[] steps)
    {
        var name = $"stream {Guid.NewGuid():N}";
        var body = Body(name, stream, trigger);
        (body["overlap"], body["transformations"]) = (overlap, steps);
        return ((await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"], name);
    }

    private Task<ApiAnswer> SendAsync(string text, string type = "application/json") =>
        server.Admin.SendAsync(HttpMethod.Post, $"streams/{stream}/events", new StringContent(text, Encoding.UTF8, type));

    private async Task<int> PostAsync(string text, string type = "application/json") => (await SendAsync(text, type)).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("accepted").GetInt32();

    private string OutputOf((string Id, string Name) pipeline) => Path.Combine(server.Files, "out", $"{pipeline.Name}.ndjson");

    private async Task<IReadOnlyList<JsonElement>> RunsAsync((string Id, string Name) pipeline) =>
        [.. (await server.Admin.GetAsync($"pipelines/{pipeline.Id}/runs?limit=200")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];

    private Task HasReadAsync((string Id, string Name) pipeline, int events) => Eventually.HoldsAsync(
        async () => (await RunsAsync(pipeline)).Where(run => run.GetProperty("status").GetString() == "success").Sum(run => run.GetProperty("records_read").GetInt64()) == events, $"runs have read {events} events", TimeSpan.FromMinutes(2));
}
