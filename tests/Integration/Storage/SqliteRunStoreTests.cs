using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class SqliteRunStoreTests : RunStoreConformance
{
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-sqlite-").FullName;

    private string Path => System.IO.Path.Combine(folder, "runs.db");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_file_is_found_again_and_survives_as_it_was()
    {
        await Store.CreateAsync(RunSamples.Run("r1"), Token);
        await Services.DisposeAsync();

        await using var again = await ConnectAsync();

        (await again.GetRequiredService<IRunStore>().FindAsync("r1", Token))!.PipelineName.ShouldBe("Pipeline orders");
        await InitializeAsync();
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_with_a_sentence()
    {
        await Store.ListUnfinishedAsync(Token);
        await using (var connection = new SqliteConnection($"Data Source={Path};Pooling=false"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var newer = await ConnectAsync();

        Should.Throw<InvalidDataException>(newer.GetRequiredService<IRunStore>).Message.ShouldContain("newer version");
    }

    [Theory]
    [InlineData(null, null, "runs_newest")]
    [InlineData("orders", null, "runs_by_pipeline")]
    [InlineData(null, RunStatus.Failed, "runs_by_status")]
    public async Task Every_list_is_read_through_its_index(string? pipeline, RunStatus? status, string index)
    {
        await Store.CreateAsync(RunSamples.Run("r1"), Token);
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + RunRow.List(new RunQuery(new PageRequest(), pipeline, status), new Keyset("-created_at", "1", "x"), "LIKE");
        foreach (var name in new[] { "@pipeline", "@status", "@at", "@id", "@limit" })
            command.Parameters.AddWithValue(name, 1);

        await using var plan = await command.ExecuteReaderAsync(Token);
        List<string> lines = [];
        while (await plan.ReadAsync(Token))
            lines.Add(plan.GetString(3));

        lines.ShouldHaveSingleItem().ShouldContain($"USING INDEX {index}");
    }

    protected override Task<ServiceProvider> ConnectAsync() => Task.FromResult(new ServiceCollection().AddSqliteStorage(Path).AddKeyFileSecrets(Path + ".key").BuildServiceProvider());
}
