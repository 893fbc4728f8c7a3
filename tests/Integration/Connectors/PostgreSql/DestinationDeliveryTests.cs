using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

public sealed class DestinationDeliveryTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema Ids = new(new Field("id", DataType.Int64));

    [Fact]
    public async Task A_segment_delivered_twice_is_written_once_and_not_read_again()
    {
        var (config, target) = (Config(("table", "t")), Target(Ids));
        await Destination.PrepareAsync(config, target, None);

        var first = await Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Ids, [1], [2])), None);
        var again = await Destination.WriteAsync(config, Segment(target, 0) with { Batches = Never(), BeforeCommit = (_, _) => throw new InvalidOperationException() }, None);

        (first.AlreadyWritten, first.Records).ShouldBe((false, 2));
        (again.AlreadyWritten, again.Records).ShouldBe((true, 2));
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(2L);
    }

    [Fact]
    public async Task Nothing_is_committed_when_the_run_says_no_before_the_commit()
    {
        var (config, target) = (Config(("table", "t")), Target(Ids));
        await Destination.PrepareAsync(config, target, None);

        await Should.ThrowAsync<OperationCanceledException>(() => Destination.WriteAsync(
            config, Segment(target, 0, Rows.Batch(Ids, [1])) with { BeforeCommit = (_, _) => throw new OperationCanceledException() }, None));
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(0L);
        var retry = await Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Ids, [1])), None);

        retry.AlreadyWritten.ShouldBeFalse();
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_source_that_fails_in_the_middle_leaves_nothing_and_the_connection_usable()
    {
        var (config, target) = (Config(("table", "t"), ("connection_pool_size", 1), ("max_overflow", 0)), Target(Ids));
        await Destination.PrepareAsync(config, target, None);

        await Should.ThrowAsync<InvalidDataException>(() => Destination.WriteAsync(config, Segment(target, 0) with { Batches = Broken() }, None));
        await Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Ids, [1])), None);

        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(1L);
    }

    [Fact]
    public async Task Two_attempts_at_one_segment_at_once_write_it_once()
    {
        var (config, target) = (Config(("table", "t")), Target(Ids));
        await Destination.PrepareAsync(config, target, None);
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var first = Destination.WriteAsync(
            config,
            Segment(target, 0, Rows.Batch(Ids, [1])) with
            {
                BeforeCommit = (_, _) =>
                {
                    entered.SetResult();
                    return leave.Task;
                },
            },
            None);
        await entered.Task;

        var second = Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Ids, [1])), None);
        await Eventually.HoldsAsync(async () => (long)(await ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"))! == 1, "the second waits");
        leave.SetResult();

        (await first).AlreadyWritten.ShouldBeFalse();
        (await second).AlreadyWritten.ShouldBeTrue();
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(1L);
    }

    [Fact]
    public async Task Two_writers_of_different_segments_write_at_once()
    {
        var (config, target) = (Config(("table", "t")), Target(Ids));
        await Destination.PrepareAsync(config, target, None);
        using var both = new Barrier(2);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => Destination.WriteAsync(
            config,
            Segment(target, i, Rows.Batch(Ids, [i])) with
            {
                BeforeCommit = (_, token) => both.SignalAndWait(TimeSpan.FromSeconds(30), token) ? Task.CompletedTask : throw new TimeoutException("The writers did not overlap."),
            },
            None))));

        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(2L);
    }

    [Fact]
    public async Task A_writer_of_an_older_epoch_is_refused_and_leaves_nothing()
    {
        var (config, old) = (Config(("table", "t")), Target(Ids, epoch: 1));
        await Destination.PrepareAsync(config, old, None);
        await Destination.PrepareAsync(config, Target(Ids, epoch: 2), None);

        var write = await Should.ThrowAsync<ConnectorException>(() => Destination.WriteAsync(config, Segment(old, 0, Rows.Batch(Ids, [1])), None));
        var prepare = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(config, old, None));
        var complete = await Should.ThrowAsync<ConnectorException>(() => Destination.CompleteAsync(config, old, None));

        new[] { write, prepare, complete }.ShouldAllBe(error => error.Class == ErrorClass.Refused && error.Code == "fenced");
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(0L);
    }

    [Fact]
    public async Task Completing_cleans_the_ledger_up_can_be_repeated_and_refuses_late_duplicates()
    {
        var (config, target) = (Config(("table", "t")), Target(Ids));
        await DeliverAsync(config, target, Rows.Batch(Ids, [1]), Rows.Batch(Ids, [2]));

        await Destination.CompleteAsync(config, target, None);
        var late = await Should.ThrowAsync<ConnectorException>(() => Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Ids, [1])), None));

        late.Code.ShouldBe("fenced");
        (await ScalarAsync("SELECT count(*) FROM _dataaggregator_ledger")).ShouldBe(0L);
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(2L);
    }

    [Fact]
    public async Task A_user_who_may_not_create_the_ledger_delivers_at_least_once_and_is_warned()
    {
        await ScalarAsync($"CREATE TABLE t (id int8); CREATE ROLE {Role} LOGIN PASSWORD 'w'; GRANT INSERT ON t TO {Role}");
        var (config, target) = (Config(("table", "t"), ("username", Role), ("password", "w")), Target(Ids));

        var checks = await Destination.CheckAsync(config, None).ToListAsync();
        await DeliverAsync(config, target, Rows.Batch(Ids, [1]));

        checks.ShouldAllBe(check => check.Ok);
        checks.Single(check => check.Name == "ledger").Message.ShouldContain("at least once");
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(1L);
    }

    private static async IAsyncEnumerable<RecordBatch> Never()
    {
        await Task.Yield();
        throw new InvalidOperationException("The batches of a segment that is written must not be read.");
#pragma warning disable CS0162 // An iterator needs a yield.
        yield break;
#pragma warning restore CS0162
    }

    private static async IAsyncEnumerable<RecordBatch> Broken()
    {
        await Task.Yield();
        yield return Rows.Batch(Ids, [1]);
        throw new InvalidDataException();
    }
}
