using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Monitoring;
using DataAggregator.Local;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using DataAggregator.Tests.Integration.Faults;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>Records what this version leaves behind when it is killed, for later versions to take up: <c>dotnet run --project tests/Integration -- record</c>.</summary>
internal sealed class UpgradeRecorder(PostgresFixture postgres, UpgradeSource source) : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly TemporaryFolder folder = new();

    /// <summary>Records everything.</summary>
    /// <returns>The folder.</returns>
    public async Task<string> RunAsync()
    {
        var target = new UpgradeTarget(await postgres.CreateDatabaseAsync());
        await target.CreateUserAsync();
        var recording = new Recording(
            ProductVersion.Number, new Dictionary<string, string> { ["source"] = $"{source.Port}", ["postgres"] = $"{target.Port}", ["target"] = target.Database });
        if (Directory.Exists(recording.Folder))
            Directory.Delete(recording.Folder, recursive: true);
        foreach (var name in new[] { RecordedRuns.Killed, RecordedRuns.Gathered, RecordedRuns.Paused, RecordedRuns.OfFiles[0] })
            source.Hold(name);
        foreach (var name in new[] { RecordedRuns.Waiting, RecordedRuns.Failed, RecordedRuns.OfFiles[1] })
            source.Fail(name);

        await RecordServerAsync(recording, target);
        await RecordFilesAsync(recording, target);
        recording.Write("target.sql", await PostgresScript.ReadTargetAsync(target.Connection));
        return recording.Folder;
    }

    public void Dispose() => folder.Dispose();

    private async Task RecordServerAsync(Recording recording, UpgradeTarget target)
    {
        var platform = await postgres.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync(platform, folder);
        await SaveDefinitionsAsync(recording, server.Admin);
        var runs = new JsonObject();
        foreach (var name in RecordedRuns.All)
            runs[name] = await StartAsync(server.Admin, RecordedRuns.Definition(name, source, target));

        await HalfWayAsync(RecordedRuns.Paused);
        (await server.Admin.PostAsync($"runs/{runs[RecordedRuns.Paused]}/pause")).ShouldBe(HttpStatusCode.Accepted);
        source.Mend(RecordedRuns.Paused);
        foreach (var (name, status) in new[] { (RecordedRuns.Finished, "warning"), (RecordedRuns.Paused, "paused"), (RecordedRuns.Waiting, "retrying"), (RecordedRuns.Failed, "failed") })
            await Eventually.HoldsAsync(async () => (await server.Admin.GetAsync($"runs/{runs[name]}")).ShouldBe(HttpStatusCode.OK)["status"] == status, $"'{name}' is {status}");
        await HalfWayAsync(RecordedRuns.Gathered);
        await HalfWayAsync(RecordedRuns.Killed);
        await Eventually.HoldsAsync(async () => await target.CountAsync(RecordedRuns.Killed) > 0, "the first segment is delivered");

        await server.KillAsync();
        recording.Write("platform.sql", await PostgresScript.ReadPlatformAsync(platform));
        recording.Write("runs.json", runs.ToJsonString(Indented));
        recording.Write("server", new DirectoryInfo(folder.Path));
    }

    private static async Task SaveDefinitionsAsync(Recording recording, ApiClient admin)
    {
        var definitions = Path.Combine(Checkout.Find().Root, "tests", "Integration", "Upgrade", "Definitions");
        // What depends on others comes after them.
        foreach (var file in Directory.EnumerateFiles(definitions).OrderBy(file => Path.GetFileName(file) == "dependent.json"))
        {
            var document = await File.ReadAllTextAsync(file);
            (await admin.PostAsync("pipelines", document)).ShouldBe(HttpStatusCode.Created);
            recording.Write(Path.Combine("definitions", Path.GetFileName(file)), document);
        }
    }

    private async Task RecordFilesAsync(Recording recording, UpgradeTarget target)
    {
        using var data = new TemporaryFolder();
        foreach (var name in RecordedRuns.OfFiles)
        {
            var file = folder[$"{name}.json"];
            var definition = JsonSerializer.Serialize(RecordedRuns.Definition(name, source, target), Indented);
            await File.WriteAllTextAsync(file, definition);
            recording.Write($"{name}.json", definition);
            await using var process = LocalHostProcess.Start(
                ["run", file, "--data", data.Path, "--json"], new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "4096" });
            await HalfWayAsync(name);
            await Eventually.HoldsAsync(async () => await target.CountAsync(name) > 0, "the first segment is delivered");
            if (name == RecordedRuns.OfFiles[0])
                process.Kill();
            await process.ExitAsync();
        }

        recording.Write("files", new DirectoryInfo(data.Path));
    }

    private Task HalfWayAsync(string name) => Eventually.HoldsAsync(() => Task.FromResult(source.IsHalfWay(name)), $"'{name}' is half-way");

    private static async Task<string> StartAsync(ApiClient admin, object definition)
    {
        var pipeline = (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        return (await admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
    }
}
