using System.Net;
using System.Text.Json;
using DataAggregator.Core.Monitoring;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using DataAggregator.Tests.Integration.Faults;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>This version takes up what each earlier one left behind when it was killed: databases, orchestrations, sealed segments, keys, pipelines.</summary>
public sealed class UpgradeTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private UpgradeSource source = null!;
    private UpgradeTarget target = null!;

    public static TheoryData<string> Versions => [.. Recording.Versions];

    public async Task InitializeAsync()
    {
        source = await UpgradeSource.StartAsync();
        target = new UpgradeTarget(await postgres.CreateDatabaseAsync());
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void This_version_has_its_recording() => Recording.Versions.ShouldContain(
        ProductVersion.Number, "Record what this version leaves behind: dotnet run --project tests/Integration -- record");

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Unfinished_runs_go_on_from_their_histories_and_deliver_each_record_once(string version)
    {
        var recording = await RestoreAsync(version);
        var platform = await RestorePlatformAsync(recording);
        var runs = JsonSerializer.Deserialize<Dictionary<string, string>>(recording.Read("runs.json"))!;

        await using var server = await ServerProcess.StartAsync(platform, folder);
        foreach (var name in RecordedRuns.Unfinished)
            await EndedAsync(server.Admin, name, runs[name]);
        // They went on; none of them began anew because its history could not be replayed.
        (await EpochsAsync(platform, RecordedRuns.Unfinished.Select(name => runs[name]))).ShouldBe([1, 1, 1]);

        (await server.Admin.GetAsync($"runs/{runs[RecordedRuns.Paused]}"))["status"].ShouldBe("paused");
        (await server.Admin.PostAsync($"runs/{runs[RecordedRuns.Paused]}/resume")).ShouldBe(HttpStatusCode.Accepted);
        await EndedAsync(server.Admin, RecordedRuns.Paused, runs[RecordedRuns.Paused]);
        (await server.Admin.PostAsync($"runs/{runs[RecordedRuns.Failed]}/retry")).ShouldBe(HttpStatusCode.Accepted);
        await EndedAsync(server.Admin, RecordedRuns.Failed, runs[RecordedRuns.Failed]);
        await EndedAsync(server.Admin, RecordedRuns.Finished, runs[RecordedRuns.Finished]);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task What_was_saved_is_read_checked_and_saved_again(string version)
    {
        var recording = await RestoreAsync(version);
        var platform = await RestorePlatformAsync(recording);
        foreach (var name in RecordedRuns.Unfinished)
            source.Hold(name);
        await using var server = await ServerProcess.StartAsync(platform, folder);
        var runs = JsonSerializer.Deserialize<Dictionary<string, string>>(recording.Read("runs.json"))!;

        var definitions = Directory.GetFiles(Path.Combine(recording.Folder, "definitions"));
        foreach (var file in definitions)
        {
            var answer = (await server.Admin.PostAsync("pipelines/validate", await File.ReadAllTextAsync(file))).ShouldBe(HttpStatusCode.OK);
            answer.Body.GetProperty("valid").GetBoolean().ShouldBeTrue($"{file}: {answer.Text}");
        }

        var pipelines = (await server.Admin.GetAsync("pipelines?limit=200")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().ToList();
        pipelines.Count.ShouldBe(definitions.Length + RecordedRuns.All.Length);
        foreach (var id in pipelines.Select(pipeline => pipeline.GetProperty("id").GetString()))
        {
            var saved = (await server.Admin.GetAsync($"pipelines/{id}")).ShouldBe(HttpStatusCode.OK);
            (await server.Admin.PutAsync($"pipelines/{id}", Document(saved.Body))).ShouldBe(HttpStatusCode.OK);
        }

        var letters = (await server.Admin.GetAsync($"dead-letters?run_id={runs[RecordedRuns.Finished]}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        var letter = (await server.Admin.GetAsync($"dead-letters/{letters.EnumerateArray().ShouldHaveSingleItem().GetProperty("id")}")).ShouldBe(HttpStatusCode.OK);
        letter.Body.GetProperty("record").GetProperty("email").GetString().ShouldBe("broken");
        (await server.Admin.GetAsync($"runs/{runs[RecordedRuns.Finished]}/lineage")).ShouldBe(HttpStatusCode.OK);
        (await server.Admin.GetAsync($"runs/{runs[RecordedRuns.Finished]}/logs")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Run_file_goes_on_with_what_was_killed_and_with_what_failed(string version)
    {
        var recording = await RestoreAsync(version);
        recording.Restore("files", folder.Path);
        foreach (var name in RecordedRuns.OfFiles)
        {
            await File.WriteAllTextAsync(folder[$"{name}.json"], recording.Read($"{name}.json"));
            string[] retry = name == RecordedRuns.OfFiles[0] ? [] : ["--retry"];
            await using var process = LocalHostProcess.Start(["run", folder[$"{name}.json"], "--data", folder.Path, "--json", .. retry]);

            var exitCode = await process.ExitAsync();

            exitCode.ShouldBe(2, string.Join('\n', process.Errors));
            process.Errors.ShouldContain(line => line.StartsWith("Going on with run ", StringComparison.Ordinal));
            await ExactlyOnceAsync(name);
        }
    }

    /// <summary>A saved pipeline as one would send it back.</summary>
    private static Dictionary<string, JsonElement> Document(JsonElement saved)
    {
        string[] told = ["id", "version", "created_at", "updated_at", "author", "message", "last_run", "secret_fields", "next_run_at"];
        return saved.EnumerateObject().Where(property => !told.Contains(property.Name)).ToDictionary(property => property.Name, property => property.Value);
    }

    private async Task<Recording> RestoreAsync(string version)
    {
        var recording = new Recording(
            version, new Dictionary<string, string> { ["source"] = $"{source.Port}", ["postgres"] = $"{target.Port}", ["target"] = target.Database });
        await target.CreateUserAsync();
        await PostgresScript.WriteTargetAsync(target.Connection, recording.Read("target.sql"));
        return recording;
    }

    private async Task<string> RestorePlatformAsync(Recording recording)
    {
        var platform = await postgres.CreateDatabaseAsync();
        await PostgresScript.WritePlatformAsync(platform, recording.Read("platform.sql"));
        recording.Restore("server", folder.Path);
        // As if the update had taken no longer than a lease: a run whose lease has run out is taken over, which is not what is tested here.
        await using var database = new NpgsqlConnection(platform);
        await database.OpenAsync();
        await using var renew = new NpgsqlCommand("UPDATE dataaggregator.runs SET lease_until = now() + interval '1 hour' WHERE lease_until IS NOT NULL", database);
        await renew.ExecuteNonQueryAsync();
        return platform;
    }

    private async Task EndedAsync(ApiClient admin, string name, string run)
    {
        var ended = await admin.EndOfRunAsync(run);
        ended.GetProperty("status").GetString().ShouldBe("warning", $"'{name}': {ended}");
        ended.GetProperty("records_read").GetInt64().ShouldBe(UpgradeSource.Records);
        ended.GetProperty("records_written").GetInt64().ShouldBe(UpgradeSource.Records - 1);
        ended.GetProperty("records_rejected").GetInt64().ShouldBe(1);
        await ExactlyOnceAsync(name);
    }

    private async Task ExactlyOnceAsync(string table)
    {
        (await target.CountAsync(table)).ShouldBe(UpgradeSource.Records - 1, table);
        (await target.CountDistinctAsync(table)).ShouldBe(UpgradeSource.Records - 1, table);
    }

    private static async Task<List<int>> EpochsAsync(string platform, IEnumerable<string> runs)
    {
        await using var database = new NpgsqlConnection(platform);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT epoch FROM dataaggregator.runs WHERE id = ANY($1)", database) { Parameters = { new() { Value = runs.ToArray() } } };
        await using var rows = await command.ExecuteReaderAsync();
        List<int> epochs = [];
        while (await rows.ReadAsync())
            epochs.Add(rows.GetInt32(0));
        return epochs;
    }
}
