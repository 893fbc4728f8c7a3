using DataAggregator.Emulator;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Tests.Fixtures;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>
/// Orchestrations that earlier versions finished, through the code of this one: each is set back to before its last turn, which is then made again. Code that
/// would call anything else than the history has, or would end otherwise, is found. Nothing is carried out: no activity could be, for want of any store.
/// </summary>
public sealed class FinishedHistoryTests : IDisposable
{
    private const int Completed = 1;
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Versions => [.. Recording.Versions];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task What_an_earlier_version_finished_is_replayed_to_the_same_end(string version)
    {
        var database = Restore(version);
        var finished = SetBack(database);

        finished.Keys.Count(id => !id.Contains(':', StringComparison.Ordinal)).ShouldBeGreaterThan(0, "runs");
        finished.Keys.Count(id => id.Contains(':', StringComparison.Ordinal)).ShouldBeGreaterThan(0, "partitions of runs");
        foreach (var (id, instance) in await ReplayAsync(finished.Keys))
        {
            instance.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed, $"{id}: {instance.FailureDetails?.ErrorMessage}");
            instance.SerializedOutput.ShouldBe(finished[id], id);
        }

        Query(database, "SELECT count(*) FROM activities").Single()[0].ShouldBe("0", "nothing is called anew");
    }

    [Fact]
    public async Task Code_that_calls_something_else_than_the_history_has_is_found()
    {
        var database = Restore(Recording.Versions.First());
        var runs = SetBack(database).Keys.Where(id => !id.Contains(':', StringComparison.Ordinal)).ToList();
        Query(database, "UPDATE history SET name = 'AnotherActivity' WHERE kind = 3 AND name = 'PlanRun'");

        foreach (var (_, instance) in await ReplayAsync(runs))
        {
            instance.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
            instance.FailureDetails.ShouldNotBeNull().ErrorMessage.ShouldContain("is not deterministic");
        }
    }

    /// <summary>The recorded orchestrations of the server, in a folder of this test.</summary>
    private string Restore(string version)
    {
        new Recording(version, new Dictionary<string, string> { ["source"] = "1", ["postgres"] = "1", ["target"] = "target" }).Restore("server", folder.Path);
        return Path.Combine(folder["emulator"], "DataAggregator.db");
    }

    /// <summary>Leaves those that had finished, as they were before their last turn: what they took in then waits for them.</summary>
    /// <returns>What each of them gave in the end.</returns>
    private static Dictionary<string, string?> SetBack(string database)
    {
        var finished = Query(database, $"SELECT instance_id, output FROM instances WHERE status = {Completed}").ToDictionary(row => row[0]!, row => row[1]);
        Query(
            database,
            $"""
            DELETE FROM activities; DELETE FROM inbox;
            DELETE FROM history WHERE instance_id IN (SELECT instance_id FROM instances WHERE status <> {Completed});
            DELETE FROM instances WHERE status <> {Completed};
            CREATE TEMP TABLE last_turns AS SELECT instance_id, max(sequence) AS start FROM history WHERE kind = 1 GROUP BY instance_id;
            INSERT INTO inbox (instance_id, execution_id, kind, at, task_id, name, data)
                SELECT h.instance_id, i.execution_id, h.kind, h.at, h.task_id, h.name, h.data
                FROM history h JOIN last_turns t ON t.instance_id = h.instance_id AND h.sequence > t.start JOIN instances i ON i.instance_id = h.instance_id
                WHERE h.kind NOT IN (3, 6, 9, 12, 17) ORDER BY h.instance_id, h.sequence;
            DELETE FROM history WHERE EXISTS (SELECT 1 FROM last_turns t WHERE t.instance_id = history.instance_id AND history.sequence >= t.start);
            UPDATE instances SET status = 0, output = NULL, failure = NULL;
            """);
        return finished;
    }

    private async Task<Dictionary<string, OrchestrationMetadata>> ReplayAsync(IEnumerable<string> ids)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.UseEmulator(options =>
        {
            options.Assemblies.Add(typeof(PipelineRunOrchestrator).Assembly);
            options.DataDirectory = folder["emulator"];
        });
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient();
        var ended = new Dictionary<string, OrchestrationMetadata>(StringComparer.Ordinal);
        foreach (var id in ids)
            ended.Add(id, await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2)));
        await host.StopAsync();
        return ended;
    }

    private static List<string?[]> Query(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        List<string?[]> result = [];
        while (rows.Read())
            result.Add([.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? null : rows.GetString(i))]);
        return result;
    }
}
