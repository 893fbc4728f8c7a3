using DataAggregator.Core.Runs;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlRunStoreTests(PostgresFixture postgres) : RunStoreConformance, IClassFixture<PostgresFixture>
{
    private string connectionString = "";

    public override async Task InitializeAsync()
    {
        connectionString = await postgres.CreateDatabaseAsync(Token);
        await base.InitializeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_hears_of_changes_that_another_process_makes()
    {
        await Store.CreateAsync(RunSamples.Run("r1"), Token);
        await using var other = await ConnectAsync();
        var elsewhere = other.GetRequiredService<IRunStore>();
        await using var watch = Store.WatchAsync("r1", Token).GetAsyncEnumerator(Token);
        await NextAsync(watch);

        await elsewhere.SaveSegmentAsync(RunSamples.Segment("r1", 0, 0, 10), null, 1, Token);
        (await NextAsync(watch, run => run.Totals.Written == 10)).ShouldNotBeNull();
        await elsewhere.FinishAsync("r1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);
        (await NextAsync(watch, run => run.Status == RunStatus.Success)).ShouldNotBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_goes_on_after_its_connection_was_lost()
    {
        await Store.CreateAsync(RunSamples.Run("r1"), Token);
        await using var watch = Store.WatchAsync("r1", Token).GetAsyncEnumerator(Token);
        await NextAsync(watch);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);

        // What changes while nobody listens is seen once somebody does again.
        await using (var kill = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'", connection))
            (await kill.ExecuteScalarAsync(Token)).ShouldBe(true);
        await using (var silent = new NpgsqlCommand("UPDATE dataaggregator.runs SET cancel_requested = true", connection))
            await silent.ExecuteNonQueryAsync(Token);

        (await NextAsync(watch, run => run.CancelRequested)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Finishing_a_run_waits_for_the_segment_that_is_being_saved()
    {
        await Store.CreateAsync(RunSamples.Run("r1"), Token);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var held = new NpgsqlCommand("SELECT FROM dataaggregator.runs WHERE id = 'r1' FOR SHARE", connection, transaction))
            await held.ExecuteNonQueryAsync(Token);

        var finishing = Store.FinishAsync("r1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);
        await Eventually.HoldsAsync(WaitingAsync, "finishing waits for the segment");
        finishing.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync(Token);

        (await finishing).ShouldBeTrue();
    }

    protected override Task<ServiceProvider> ConnectAsync() => PostgreSqlTestServices.ConnectAsync(connectionString);

    private async Task<bool> WaitingAsync()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var waiting = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", connection);
        return await waiting.ExecuteScalarAsync(Token) is > 0L;
    }
}
