using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class ScheduleTests(ApiServer server)
{
    private readonly string name = $"schedule {Guid.NewGuid():N}";

    [Fact]
    public async Task A_pipeline_runs_by_its_schedule_until_it_is_paused()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id\n1\n");
        var pipeline = (await server.Admin.PostAsync("pipelines", Body("* * * * * *"))).ShouldBe(HttpStatusCode.Created)["id"];

        List<JsonElement> runs = [];
        await Eventually.HoldsAsync(async () => (runs = await RunsAsync(pipeline)).Count >= 2, "the schedule starts runs");
        (await server.Admin.PutAsync($"pipelines/{pipeline}", Body("* * * * * *", enabled: false))).ShouldBe(HttpStatusCode.OK);

        runs.ShouldAllBe(run => run.GetProperty("trigger").GetString() == "schedule");
        (await server.Admin.EndOfRunAsync(runs[^1].GetProperty("id").GetString()!)).GetProperty("status").GetString().ShouldBe("success");
        (await server.Admin.GetAsync($"schedules/upcoming?q={Uri.EscapeDataString(name)}")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_comes_next_is_listed_in_order_and_in_the_schedules_zone()
    {
        await server.Admin.PostAsync("pipelines", Body("0 8 * * *", "Europe/Vienna"));

        var upcoming = (await server.Admin.GetAsync($"schedules/upcoming?q={Uri.EscapeDataString(name)}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().ToList();

        upcoming.Count.ShouldBe(7);
        var instants = upcoming.ConvertAll(run => run.GetProperty("at").GetDateTimeOffset());
        instants.ShouldBeInOrder();
        instants.ShouldAllBe(at => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna")).Hour == 8);
    }

    private async Task<List<JsonElement>> RunsAsync(string pipeline) => [.. (await server.Admin.GetAsync($"pipelines/{pipeline}/runs")).Body.GetProperty("items").EnumerateArray()];

    private Dictionary<string, object?> Body(string expression, string timezone = "UTC", bool enabled = true) => new()
    {
        ["name"] = name,
        ["source"] = new { connector_type = "file", config = new { path = $"{name}.csv" } },
        ["destination"] = new { connector_type = "file", config = new { path = $"out/{name}.csv", write_mode = "replace" } },
        ["schedule"] = new { expression, timezone },
        ["enabled"] = enabled,
    };
}
