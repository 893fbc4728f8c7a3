using System.Net;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>File triggers: every file that arrives starts a run, once, when it is complete.</summary>
[Collection(ApiTests.Name)]
public sealed class FileTriggerTests(ApiServer server)
{
    private readonly string inbox = $"inbox {Guid.NewGuid():N}";

    [Fact]
    public async Task A_file_starts_a_run_and_again_when_it_has_changed()
    {
        await WriteAsync("old.csv", "id\n0\n", age: TimeSpan.FromHours(1));
        var pipeline = await SaveAsync(new { type = "file", path = $"{inbox}/*.csv", @event = "changed", settle_seconds = 0, poll_seconds = 1 });
        await LookedAtAsync(pipeline);

        await WriteAsync("a.csv", "id\n1\n");
        var first = (await pipeline.EndsAsync(1))[0];
        await WriteAsync("a.csv", "id\n1\n2\n");
        await pipeline.EndsAsync(2);
        await WriteAsync("b.csv", "id\n3\n");

        var runs = await pipeline.EndsAsync(3);
        runs.ShouldAllBe(run => run.GetProperty("trigger").GetString() == "file" && run.GetProperty("status").GetString() == "success");
        first.GetProperty("records_read").GetInt64().ShouldBe(1);
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{pipeline.Name}.csv"))).ShouldBe("id,order\n1,none\n1,none\n2,none\n3,none\n");
        (await pipeline.TriggerAsync("file")).GetProperty("run_id").GetString().ShouldBe(runs[2].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_file_with_a_marker_waits_for_it_and_files_that_were_there_count_where_they_are_asked_for()
    {
        await WriteAsync("a.csv", "id\n1\n", age: TimeSpan.FromHours(1));
        await WriteAsync("b.csv", "id\n2\n", age: TimeSpan.FromHours(1));
        await WriteAsync("a.csv.done", "");
        var pipeline = await SaveAsync(new { type = "file", path = inbox, marker = ".done", include_existing = true, poll_seconds = 1 });

        await pipeline.EndsAsync(1);
        await WriteAsync("b.csv.done", "");
        await pipeline.EndsAsync(2);
        await WriteAsync("a.csv", "id\n1\n9\n");
        await WriteAsync("c.csv", "id\n3\n");
        await WriteAsync("c.csv.done", "");

        (await pipeline.EndsAsync(3)).Count.ShouldBe(3, "a file that has changed is no new one");
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{pipeline.Name}.csv"))).ShouldBe("id,order\n1,none\n2,none\n3,none\n");
    }

    [Fact]
    public async Task Files_that_come_while_the_pipeline_is_paused_start_runs_afterwards()
    {
        Directory.CreateDirectory(Path.Combine(server.Files, inbox));
        var pipeline = await SaveAsync(new { type = "file", path = $"{inbox}/*.csv", settle_seconds = 0, poll_seconds = 1 });
        await LookedAtAsync(pipeline);
        await EnableAsync(pipeline, false);
        await WriteAsync("a.csv", "id\n1\n");
        await WriteAsync("b.csv", "id\n2\n");
        await EnableAsync(pipeline, true);

        (await pipeline.EndsAsync(2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_watched_is_refused()
    {
        var elsewhere = await server.Admin.PostAsync("pipelines", Body(new { type = "file", path = "/etc/*.conf" }));
        elsewhere.Problem("$.triggers[0].path").ShouldContain("DATAAGGREGATOR_FILE_ROOTS");
        (await server.Admin.PostAsync("pipelines", Body(new { type = "file", path = "a", marker = "x/y" }))).Problem("$.triggers[0].marker").ShouldContain(".done");
        (await server.Admin.PostAsync("pipelines", Body(new { type = "file", path = "a", connector_id = "none" }))).Problem("$.triggers[0].connector_id").ShouldContain("'none'");
        (await server.Admin.PostAsync("pipelines", Body(new { type = "file", path = "a" }, new { type = "file", path = "b" }))).Problem("$.triggers[1].name").ShouldContain("'file'");
    }

    private static Dictionary<string, object?> Body(params object[] triggers) => new()
    {
        ["name"] = $"refused {Guid.NewGuid():N}",
        ["source"] = new { connector_type = "file", config = new { path = "a.csv" } },
        ["destination"] = new { connector_type = "file", config = new { path = "out/a.csv" } },
        ["triggers"] = triggers,
    };

    private Task<TriggeredPipeline> SaveAsync(object trigger) => TriggeredPipeline.SaveAsync(server.Admin, server.Files, [trigger]);

    private async Task EnableAsync(TriggeredPipeline pipeline, bool enabled)
    {
        pipeline.Body["enabled"] = enabled;
        (await server.Admin.PutAsync($"pipelines/{pipeline.Id}", pipeline.Body)).ShouldBe(HttpStatusCode.OK);
    }

    private Task LookedAtAsync(TriggeredPipeline pipeline) => Eventually.HoldsAsync(
        async () => await Database.ScalarAsync<long>(server.Postgres, $"SELECT count(*) FROM dataaggregator.pipeline_triggers WHERE pipeline_id = '{pipeline.Id}' AND looked_as = fingerprint") == 1, "the files were looked at");

    /// <summary>Writes it elsewhere and renames it, as one who writes for others does.</summary>
    private async Task WriteAsync(string name, string text, TimeSpan age = default)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.Files, inbox)).FullName;
        var temporary = Path.Combine(server.Files, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(temporary, text);
        File.SetLastWriteTimeUtc(temporary, DateTime.UtcNow - age);
        File.Move(temporary, Path.Combine(folder, name), overwrite: true);
    }
}
