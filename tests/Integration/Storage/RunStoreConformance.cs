using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Storage.RunSamples;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every run ledger promises.</summary>
public abstract class RunStoreConformance : IAsyncLifetime
{
    private ServiceProvider? services;

    protected CancellationToken Token { get; } = CancellationToken.None;

    protected IRunStore Store => Services.GetRequiredService<IRunStore>();

    protected IRunControlStore Control => Services.GetRequiredService<IRunControlStore>();

    protected ServiceProvider Services => services ?? throw new InvalidOperationException("The store is not set up.");

    public virtual async Task InitializeAsync() => services = await ConnectAsync();

    public virtual async Task DisposeAsync() => await Services.DisposeAsync();

    /// <summary>The services of one process over the test's own database; called again, those of a second process.</summary>
    protected abstract Task<ServiceProvider> ConnectAsync();

    [Fact]
    public async Task A_run_comes_back_as_it_was_created()
    {
        var (created, isNew) = await Store.CreateAsync(Run("r1"), Token);

        isNew.ShouldBeTrue();
        var found = (await Store.FindAsync("r1", Token)).ShouldNotBeNull();
        found.Parameters.GetRawText().ShouldBe(created.Parameters.GetRawText());
        (found with { Parameters = default, Steps = [] }).ShouldBe(Run("r1") with { Parameters = default, Steps = [] });
        found.Parameters.GetProperty("rate").GetRawText().ShouldBe("1.10");
        (await Store.FindAsync("r2", Token)).ShouldBeNull();
        (await Store.CreateAsync(Run("dry"), Token)).Run.DryRun.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_runs_created_at_once_under_one_key_one_is_kept()
    {
        await using var other = await ConnectAsync();
        IRunStore[] stores = [Store, other.GetRequiredService<IRunStore>()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => stores[i % 2].CreateAsync(Run($"r{i}", key: "orders/2026-03-01T08:30:00Z"), Token))));

        answers.Count(answer => answer.Created).ShouldBe(1);
        var kept = answers.Single(answer => answer.Created).Run.Id;
        answers.ShouldAllBe(answer => answer.Run.Id == kept);
        (await Store.ListAsync(new RunQuery(new PageRequest()), Token)).Items.Select(run => run.Id).ShouldBe([kept]);
    }

    [Fact]
    public async Task A_run_starts_once_and_moves_between_statuses_that_are_not_terminal()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Control.RequestPauseAsync("r1", Token);
        (await Control.PauseAsync("r1", 1, Token)).ShouldBeTrue();
        (await StatusAsync("r1")).ShouldBe(RunStatus.Paused);
        (await Store.FindAsync("r1", Token))!.StartedAt.ShouldBeNull();

        (await Control.ResumeAsync("r1", Token)).ShouldBeTrue();
        (await StatusAsync("r1")).ShouldBe(RunStatus.Pending);
        (await Control.BeginAsync(Beat("r1", 2), Token)).ShouldBe(RunOrder.GoOn);
        var started = (await Store.FindAsync("r1", Token))!.StartedAt.ShouldNotBeNull();
        (await Control.WaitAsync(Beat("r1", 2), Start.AddHours(1), "connection refused", Token)).ShouldBe(RunOrder.GoOn);
        var waiting = (await Store.FindAsync("r1", Token))!;
        (waiting.Status, waiting.WaitsUntil, waiting.WaitsFor, waiting.LeaseUntil).ShouldBe((RunStatus.Retrying, Start.AddHours(1), "connection refused", Start.AddHours(1).AddSeconds(60)));
        await Control.BeginAsync(Beat("r1", 2), Token);

        var run = (await Store.FindAsync("r1", Token))!;
        (run.Status, run.StartedAt, run.Epoch, run.Attempt, run.WaitsUntil, run.WaitsFor).ShouldBe((RunStatus.Running, started, 2, 1, null, null));
    }

    [Fact]
    public async Task Whoever_works_on_a_run_holds_it_and_is_told_what_users_want()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Control.BeginAsync(Beat("r1"), Token);

        (await Control.BeatAsync(Beat("r1") with { Records = 10, Bytes = 100 }, Token)).ShouldBe(RunOrder.GoOn);
        (await Control.BeatAsync(Beat("r1") with { Records = 5, Bytes = 50 }, Token)).ShouldBe(RunOrder.GoOn);
        var held = (await Store.FindAsync("r1", Token))!;
        (held.WorkRecords, held.WorkBytes).ShouldBe((15, 150));
        (held.LeaseUntil - held.HeartbeatAt).ShouldBe(TimeSpan.FromSeconds(60));

        await Control.RequestPauseAsync("r1", Token);
        (await Control.BeatAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Pause);
        await Control.HaltAsync("r1", 1, Token);
        (await Control.BeatAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Halt);
        await Control.RequestCancelAsync("r1", Token);
        (await Control.BeatAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Cancel);
        (await Control.RequestPauseAsync("r1", Token)).ShouldBeFalse();
        await Control.BeginAsync(Beat("r1"), Token);
        await Control.ReleaseAsync("r1", 1, Token);
        (await Store.FindAsync("r1", Token))!.LeaseUntil.ShouldNotBeNull("another activity is still at work");
        await Control.ReleaseAsync("r1", 1, Token);
        (await Store.FindAsync("r1", Token))!.LeaseUntil.ShouldBeNull();
    }

    [Fact]
    public async Task What_an_older_epoch_says_is_not_heard()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Control.BeginAsync(Beat("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9), [], 1, Token);
        (await Control.TakeOverAsync("r1", 1, Token)).ShouldBeTrue();
        (await Control.TakeOverAsync("r1", 1, Token)).ShouldBeFalse();

        (await Control.BeginAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Superseded);
        (await Control.BeatAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Superseded);
        await Should.ThrowAsync<RunSupersededException>(() => Store.SaveSegmentAsync(Segment("r1", 0, 0, 5), [Rejected(0, 1)], 1, Token));
        await Should.ThrowAsync<RunSupersededException>(() => Store.SavePlanAsync("r1", Plan(1), 1, Token));
        (await Store.FinishAsync("r1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token)).ShouldBeFalse();

        (await Store.FindSegmentAsync(new SegmentId("r1", 0, 0), Token))!.Written.ShouldBe(9);
        (await Control.BeginAsync(Beat("r1", 2), Token)).ShouldBe(RunOrder.GoOn);
    }

    [Fact]
    public async Task Cancelling_a_run_that_is_held_gives_it_to_a_new_epoch_and_one_at_work_keeps_its_own()
    {
        await Store.CreateAsync(Run("held"), Token);
        await Control.RequestPauseAsync("held", Token);
        await Control.PauseAsync("held", 1, Token);
        await Store.CreateAsync(Run("at work"), Token);
        await Control.BeginAsync(Beat("at work"), Token);

        (await Control.RequestCancelAsync("held", Token)).ShouldBeTrue();
        (await Control.RequestCancelAsync("at work", Token)).ShouldBeTrue();

        var held = (await Store.FindAsync("held", Token))!;
        (held.Status, held.Epoch, held.CancelRequested, held.PauseRequested).ShouldBe((RunStatus.Pending, 2, true, false));
        (await Store.FindAsync("at work", Token))!.Epoch.ShouldBe(1);
        (await Control.PauseAsync("held", 2, Token)).ShouldBeFalse();
        (await Control.ResumeAsync("held", Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wish_to_hold_that_is_taken_back_in_time_changes_nothing()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Control.BeginAsync(Beat("r1"), Token);
        await Control.RequestPauseAsync("r1", Token);

        (await Control.ResumeAsync("r1", Token)).ShouldBeTrue();
        (await Control.PauseAsync("r1", 1, Token)).ShouldBeFalse();
        (await Control.ResumeAsync("r1", Token)).ShouldBeFalse();
        (await Store.FindAsync("r1", Token))!.Epoch.ShouldBe(1);
        (await StatusAsync("r1")).ShouldBe(RunStatus.Running);
    }

    [Fact]
    public async Task Only_a_failed_run_that_kept_what_it_needs_is_opened_again()
    {
        await Store.CreateAsync(Run("kept"), Token);
        await Store.SaveSegmentAsync(Segment("kept", 0, 0, 9), [Rejected(0, 4)], 1, Token);
        await Store.FinishAsync("kept", new RunResult(RunStatus.Failed, new RunTotals(), [], new RunError("boom", "Boom."), Kept: true), 1, Token);
        await Store.CreateAsync(Run("gone"), Token);
        await Store.FinishAsync("gone", new RunResult(RunStatus.Failed, new RunTotals(), [], null), 1, Token);
        await Store.CreateAsync(Run("done"), Token);
        await Store.FinishAsync("done", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        (await Control.ReopenAsync("gone", Token)).ShouldBeFalse();
        (await Control.ReopenAsync("done", Token)).ShouldBeFalse();
        (await Store.FindAsync("kept", Token))!.Retryable.ShouldBeTrue();
        (await Control.ReopenAsync("kept", Token)).ShouldBeTrue();

        var run = (await Store.FindAsync("kept", Token))!;
        (run.Status, run.Epoch, run.Attempt, run.Error, run.EndedAt, run.Retryable).ShouldBe((RunStatus.Pending, 2, 2, null, null, false));
        run.Totals.Read.ShouldBe(10);
        (await Control.ReopenAsync("kept", Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_failed_runs_keep_is_given_up_once_and_then_forgotten()
    {
        foreach (var (id, pipeline) in new[] { ("a", "orders"), ("b", "orders"), ("c", "other") })
        {
            await Store.CreateAsync(Run(id, pipeline), Token);
            await Store.FinishAsync(id, new RunResult(RunStatus.Failed, new RunTotals(), [], null, Kept: true), 1, Token);
        }

        var ended = (await Store.FindAsync("c", Token))!.EndedAt!.Value;
        (await Control.ListKeptAsync("orders", ended.AddDays(1), Token)).Select(run => run.Id).ShouldBe(["a", "b"]);
        (await Control.ListKeptAsync(null, ended.AddDays(-1), Token)).ShouldBeEmpty();
        (await Control.GiveUpAsync("a", Token)).ShouldBeTrue();
        (await Control.ReopenAsync("a", Token)).ShouldBeFalse();
        // Given up, but still there: a crash came before it was removed.
        (await Control.ListKeptAsync(null, ended.AddDays(-1), Token)).Select(run => run.Id).ShouldBe(["a"]);
        await Control.ForgetKeptAsync("a", Token);
        (await Control.ReopenAsync("b", Token)).ShouldBeTrue();
        (await Control.GiveUpAsync("b", Token)).ShouldBeFalse();

        (await Control.ListKeptAsync(null, ended.AddDays(1), Token)).Select(run => run.Id).ShouldBe(["c"]);
    }

    [Fact]
    public async Task Delivered_segments_are_passed_over_and_stay_as_they_are()
    {
        await Store.CreateAsync(Run("r1"), Token);
        SegmentId Of(int partition, int ordinal) => new("r1", partition, ordinal);
        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(0, 0));
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9), [], 1, Token);
        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(0, 0));

        await Store.AcknowledgeAsync(Of(0, 0), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 3), null, 1, Token);
        (await Store.FindSegmentAsync(Of(0, 0), Token))!.Written.ShouldBe(9);
        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(0, 1));
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 9), [], 1, Token);
        await Store.AcknowledgeAsync(Of(0, 1), Token);

        (await Store.FirstUndeliveredAsync(Of(0, 0), 2, Token)).ShouldBe(Of(1, 0));
        (await Store.FirstUndeliveredAsync(Of(0, 0), 1, Token)).ShouldBeNull();
        (await Store.FirstUndeliveredAsync(Of(1, 3), 2, Token)).ShouldBe(Of(1, 3));
    }

    [Fact]
    public async Task A_terminal_status_absorbs_every_later_change()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SavePlanAsync("r1", Plan(10), 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9), [Rejected(0, 4)], 1, Token);
        var totals = new RunTotals { Read = 10, Written = 9, Rejected = 1, Filtered = 2, Deduplicated = 3, BytesRead = 100, Expected = 10 };
        var error = new RunError("connection_refused", "127.0.0.1:1 refused the connection ✗ \0", "source", "Is the server up?");
        (await Store.FinishAsync("r1", new RunResult(RunStatus.Failed, totals, [Step("a", 10, 9, rejected: 1)], error), 1, Token)).ShouldBeTrue();
        var finished = (await Store.FindAsync("r1", Token))!;

        (await Store.FinishAsync("r1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token)).ShouldBeFalse();
        (await Control.BeginAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Superseded);
        (await Control.RequestCancelAsync("r1", Token)).ShouldBeFalse();
        (await Control.RequestPauseAsync("r1", Token)).ShouldBeFalse();
        (await Control.TakeOverAsync("r1", 1, Token)).ShouldBeFalse();
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 9), [Rejected(0, 14)], 1, Token);

        var run = (await Store.FindAsync("r1", Token))!;
        (run with { Parameters = default, Steps = [] }).ShouldBe(finished with { Parameters = default, Steps = [] });
        run.Status.ShouldBe(RunStatus.Failed);
        run.Totals.ShouldBe(totals);
        run.Steps.ShouldBe([Step("a", 10, 9, rejected: 1)]);
        run.Error.ShouldBe(error);
        run.EndedAt.ShouldNotBeNull();
        (await Store.FindSegmentAsync(new SegmentId("r1", 0, 1), Token)).ShouldBeNull();
        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_that_finish_a_run_at_once_one_does()
    {
        await Store.CreateAsync(Run("r1"), Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() =>
            Store.FinishAsync("r1", new RunResult(i % 2 == 0 ? RunStatus.Success : RunStatus.Cancelled, new RunTotals { Read = i }, [], null), 1, Token))));

        answers.Count(finished => finished).ShouldBe(1);
        (await Store.FindAsync("r1", Token))!.Totals.Read.ShouldBe(Array.IndexOf(answers, true));
        await Should.ThrowAsync<ArgumentException>(() => Store.FinishAsync("r1", new RunResult(RunStatus.Running, new RunTotals(), [], null), 1, Token));
    }

    [Fact]
    public async Task The_first_plan_stays()
    {
        await Store.CreateAsync(Run("r1"), Token);
        (await Store.FindPlanAsync("r1", Token)).ShouldBeNull();

        var plans = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(() => Store.SavePlanAsync("r1", Plan(i, 5), 1, Token))));

        var kept = (await Store.FindPlanAsync("r1", Token)).ShouldNotBeNull();
        plans.ShouldAllBe(plan => plan.Source.Partitions.SequenceEqual(kept.Source.Partitions));
        kept.Source.Schema.ShouldBe(Plan().Source.Schema);
        kept.OutputSchema.ShouldBe(Plan().OutputSchema);
        (kept.Source.Repeatable, kept.Staged, kept.MaxWriters).ShouldBe((true, true, 4));
        (await Store.FindAsync("r1", Token))!.Totals.Expected.ShouldBe(kept.Source.Partitions.Sum(partition => partition.Records));
    }

    [Fact]
    public async Task What_a_plan_with_an_unknown_part_expects_is_unknown()
    {
        await Store.CreateAsync(Run("r1"), Token);

        await Store.SavePlanAsync("r1", Plan(5, null), 1, Token);

        (await Store.SumSegmentsAsync("r1", Token)).Totals.Expected.ShouldBeNull();
    }

    [Fact]
    public async Task A_segment_saved_again_replaces_its_state_and_its_dead_letters()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, null, Step("a", 10, 8, rejected: 2)), [Rejected(0, 1), Rejected(0, 2)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 10, Step("a", 10, 10)), [Rejected(0, 11)], 1, Token);
        var ids = (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Select(letter => letter.Id).ToArray();

        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9, Step("a", 10, 9, rejected: 1)), [Rejected(0, 7, """{"id":7}""")], 1, Token);

        var segment = (await Store.FindSegmentAsync(new SegmentId("r1", 0, 0), Token)).ShouldNotBeNull();
        segment.Written.ShouldBe(9);
        (segment.Read, segment.BytesRead, segment.Position, segment.NextOrdinal).ShouldBe((10, 100, "page=2", 5_000_000_000));
        segment.Steps.ShouldBe([Step("a", 10, 9, rejected: 1)]);
        var letters = (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items;
        letters.Select(letter => letter.Rejected.Ordinal).ShouldBe([7L, 11L]);
        letters.Select(letter => letter.Id).ShouldBe([ids[0], ids[2]]);
        Encoding.UTF8.GetString(letters[0].Rejected.Record.Span).ShouldBe("""{"id":7}""");
        letters[0].Rejected.Errors.ShouldBe(Rejected(0, 7).Errors);
        (await Store.SumSegmentsAsync("r1", Token)).Totals.Rejected.ShouldBe(2);
    }

    [Fact]
    public async Task A_segment_saved_again_without_dead_letters_keeps_them_and_with_none_loses_them()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, null), [Rejected(0, 1)], 1, Token);

        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 9), null, 1, Token);
        (await Store.SumSegmentsAsync("r1", Token)).Totals.ShouldBe(new RunTotals { Read = 10, BytesRead = 100, Written = 9, Rejected = 1 });
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 10), [], 1, Token);

        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.ShouldBeEmpty();
        (await Store.SumSegmentsAsync("r1", Token)).Totals.Rejected.ShouldBe(0);
    }

    [Fact]
    public async Task Segments_saved_at_once_and_again_are_each_counted_once()
    {
        await Store.CreateAsync(Run("r1"), Token);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            Store.SaveSegmentAsync(Segment("r1", 0, i % 10, 8, Step("a", 10, 8, rejected: 2)), [Rejected(0, i % 10), Rejected(0, 100)], 1, Token))));

        (await Store.SumSegmentsAsync("r1", Token)).Totals.ShouldBe(new RunTotals { Read = 100, BytesRead = 1000, Written = 80, Rejected = 20 });
        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Sums_keep_the_order_of_steps_and_show_in_the_run_while_it_goes_on()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.CreateAsync(Run("r2"), Token);
        await Store.SavePlanAsync("r1", Plan(20, 10), 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 6, Step("source", 10, 10), Step("a", 10, 7, filtered: 3), Step("z to a", 7, 6, deduplicated: 1)), null, 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 1, 0, null, Step("source", 10, 10), Step("a", 10, 8, filtered: 2), Step("z to a", 8, 8)), [Rejected(1, 3)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r2", 0, 0, 1, Step("other", 1, 1)), null, 1, Token);

        var (totals, steps) = await Store.SumSegmentsAsync("r1", Token);

        totals.ShouldBe(new RunTotals { Read = 20, BytesRead = 200, Written = 6, Rejected = 1, Filtered = 5, Deduplicated = 1, Expected = 30 });
        steps.ShouldBe([
            Step("source", 10, 10).Plus(Step("source", 10, 10)),
            Step("a", 10, 7, filtered: 3).Plus(Step("a", 10, 8, filtered: 2)),
            Step("z to a", 7, 6, deduplicated: 1).Plus(Step("z to a", 8, 8))]);
        foreach (var run in new[] { (await Store.FindAsync("r1", Token))!, (await Store.ListUnfinishedAsync(Token))[0], (await Store.LatestAsync(["orders"], Token))["orders"] })
            run.Totals.Read.ShouldBe(run.Id == "r1" ? 20 : 10);
        (await Store.FindAsync("r1", Token))!.Steps.ShouldBe(steps);
    }

    [Fact]
    public async Task Counts_of_fields_are_added_up_over_segments()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 10) with { Fields = [new("b", 1, 2)] }, [], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 1, 10) with { Fields = [new("a", 5_000_000_000, 0), new("b", 10, 20)] }, [], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 2, 10), [], 1, Token);

        (await Store.SumFieldsAsync("r1", Token)).ShouldBe([new("a", 5_000_000_000, 0), new("b", 11, 22)]);
        (await Store.FindSegmentAsync(new SegmentId("r1", 0, 0), Token))!.Fields.ShouldBe([new("b", 1, 2)]);
        (await Store.SumFieldsAsync("none", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_forgotten_of_a_run_counts_no_more()
    {
        await Store.CreateAsync(Run("r1"), Token);
        foreach (var partition in new[] { 0, 7, 8, 9 })
            await Store.SaveSegmentAsync(Segment("r1", partition, 0, 10), [Rejected(partition, 1)], 1, Token);

        await Store.ForgetSegmentsAsync("r1", 7, 9, 1, Token);

        (await Store.SumSegmentsAsync("r1", Token)).Totals.Rejected.ShouldBe(2);
        (await Store.FindSegmentAsync(new SegmentId("r1", 8, 0), Token)).ShouldBeNull();
        (await Store.ListRejectedAsync("r1", new PageRequest(), Token)).Items.Select(letter => letter.Rejected.Partition).ShouldBe([0, 9]);
    }

    [Fact]
    public async Task Sums_of_a_run_without_segments_are_zero()
    {
        await Store.CreateAsync(Run("r1"), Token);

        var (totals, steps) = await Store.SumSegmentsAsync("r1", Token);

        totals.ShouldBe(new RunTotals());
        steps.ShouldBeEmpty();
        await Should.ThrowAsync<KeyNotFoundException>(() => Store.SaveSegmentAsync(Segment("unknown", 0, 0, 1), null, 1, Token));
    }

    [Fact]
    public async Task Cancelling_is_a_wish_that_is_kept()
    {
        await Store.CreateAsync(Run("r1"), Token);

        (await Control.RequestCancelAsync("r1", Token)).ShouldBeTrue();
        (await Control.RequestCancelAsync("r1", Token)).ShouldBeTrue();

        (await Control.BeginAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Cancel);
        (await Store.FindAsync("r1", Token))!.CancelRequested.ShouldBeTrue();
        (await StatusAsync("r1")).ShouldBe(RunStatus.Pending);
    }

    [Fact]
    public async Task Latest_is_the_newest_run_of_each_pipeline_and_unfinished_are_oldest_first()
    {
        await Store.CreateAsync(Run("a1", "a", Start), Token);
        await Store.CreateAsync(Run("a2", "a", Start.AddHours(2)), Token);
        await Store.CreateAsync(Run("b1", "b", Start.AddHours(1)), Token);
        await Store.CreateAsync(Run("c1", "c", Start.AddHours(-1)), Token);
        await Store.FinishAsync("b1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        var latest = await Store.LatestAsync(["a", "b", "a", "unknown"], Token);

        latest.Keys.Order().ShouldBe(["a", "b"]);
        latest["a"].Id.ShouldBe("a2");
        latest["b"].Status.ShouldBe(RunStatus.Success);
        (await Store.ListUnfinishedAsync(Token)).Select(run => run.Id).ShouldBe(["c1", "a1", "a2"]);
        (await Store.LatestAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_are_newest_first_and_stable_while_runs_are_added()
    {
        // Three runs share each instant, so that pages end between runs of one instant.
        for (var i = 0; i < 30; i++)
            await Store.CreateAsync(Run($"r{i:D2}", at: Start.AddMinutes(i / 3)), Token);

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.ListAsync(new RunQuery(new PageRequest(7, cursor)), Token);
            seen.AddRange(page.Items.Select(run => run.Id));
            await Store.CreateAsync(Run($"new{seen.Count}", at: Start.AddDays(1)), Token);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.ShouldBe(Enumerable.Range(0, 30).Reverse().Select(i => $"r{i:D2}"));
    }

    [Fact]
    public async Task Lists_are_filtered_by_pipeline_status_and_words_of_the_name()
    {
        await Store.CreateAsync(Run("r1", "a", Start), Token);
        await Store.CreateAsync(Run("r2", "100%_b", Start.AddMinutes(1)), Token);
        await Store.CreateAsync(Run("r3", "a", Start.AddMinutes(2)), Token);
        await Store.FinishAsync("r3", new RunResult(RunStatus.Warning, new RunTotals(), [], null), 1, Token);

        (await ListAsync(new RunQuery(new PageRequest(), "a"))).ShouldBe(["r3", "r1"]);
        (await ListAsync(new RunQuery(new PageRequest(), null, RunStatus.Pending))).ShouldBe(["r2", "r1"]);
        (await ListAsync(new RunQuery(new PageRequest(), "a", RunStatus.Warning))).ShouldBe(["r3"]);
        (await ListAsync(new RunQuery(new PageRequest(Query: "PIPELINE 100%_")))).ShouldBe(["r2"]);
        (await ListAsync(new RunQuery(new PageRequest(Query: "%")))).ShouldBe(["r2"]);
        (await ListAsync(new RunQuery(new PageRequest(Sort: "created_at")))).ShouldBe(["r1", "r2", "r3"]);
    }

    [Fact]
    public async Task A_page_that_cannot_be_is_refused_with_the_name_of_the_field()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.CreateAsync(Run("r2"), Token);
        var cursor = (await Store.ListAsync(new RunQuery(new PageRequest(1)), Token)).NextCursor;

        (await RefusedAsync(new PageRequest(0))).ShouldBe(["limit"]);
        (await RefusedAsync(new PageRequest(201, "?"))).ShouldBe(["limit", "cursor"]);
        (await RefusedAsync(new PageRequest(Cursor: "bm90IGpzb24"))).ShouldBe(["cursor"]);
        (await RefusedAsync(new PageRequest(Cursor: cursor, Sort: "created_at"))).ShouldBe(["cursor"]);
        (await RefusedAsync(new PageRequest(Sort: "create_at"))).ShouldBe(["sort"]);
        (await RefusedAsync(new PageRequest(Query: "a\0b"))).ShouldBe(["q"]);
        (await RefusedAsync(new PageRequest(Cursor: Forged("soon", "r1")))).ShouldBe(["cursor"]);
        (await RefusedAsync(new PageRequest(Cursor: Forged("1", "r\0")))).ShouldBe(["cursor"]);
    }

    [Fact]
    public async Task Dead_letters_are_paged_in_source_order()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.SaveSegmentAsync(Segment("r1", 1, 0, 0), [Rejected(1, 0)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 10, 0), [Rejected(0, 210), Rejected(0, 200)], 1, Token);
        await Store.SaveSegmentAsync(Segment("r1", 0, 9, 0), [Rejected(0, 190), Rejected(0, 190, """{"second":true}""")], 1, Token);

        List<DeadLetter> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.ListRejectedAsync("r1", new PageRequest(2, cursor), Token);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Select(letter => (letter.Rejected.Partition, letter.Rejected.Ordinal)).ShouldBe([(0, 190L), (0, 190L), (0, 200L), (0, 210L), (1, 0L)]);
        seen.Select(letter => letter.Id).Distinct().Count().ShouldBe(5);
        Encoding.UTF8.GetString(seen[1].Rejected.Record.Span).ShouldBe("""{"second":true}""");
        seen.ShouldAllBe(letter => letter.RunId == "r1");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_sees_the_run_at_once_then_each_change_and_ends_with_it()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await using var watch = Store.WatchAsync("r1", Token).GetAsyncEnumerator(Token);

        (await NextAsync(watch)).Status.ShouldBe(RunStatus.Pending);
        await Control.BeginAsync(Beat("r1"), Token);
        (await NextAsync(watch, run => run.Status == RunStatus.Running)).ShouldNotBeNull();
        await Store.SaveSegmentAsync(Segment("r1", 0, 0, 10), null, 1, Token);
        (await NextAsync(watch, run => run.Totals.Written == 10)).ShouldNotBeNull();
        await Control.RequestCancelAsync("r1", Token);
        (await NextAsync(watch, run => run.CancelRequested)).ShouldNotBeNull();
        await Store.FinishAsync("r1", new RunResult(RunStatus.Cancelled, new RunTotals(), [], null), 1, Token);
        (await NextAsync(watch, run => run.Status == RunStatus.Cancelled)).ShouldNotBeNull();
        (await watch.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task Watching_what_is_over_ends_after_it_and_what_is_not_there_at_once()
    {
        await Store.CreateAsync(Run("r1"), Token);
        await Store.FinishAsync("r1", new RunResult(RunStatus.Success, new RunTotals(), [], null), 1, Token);

        (await CountAsync("r1")).ShouldBe(1);
        (await CountAsync("unknown")).ShouldBe(0);
    }

    protected static async Task<Run> NextAsync(IAsyncEnumerator<Run> watch, Func<Run, bool>? until = null)
    {
        while (await watch.MoveNextAsync())
        {
            if (until is null || until(watch.Current))
                return watch.Current;
        }

        throw new InvalidOperationException("The watch ended before.");
    }

    private static RunBeat Beat(string id, int epoch = 1) => new(id, epoch, TimeSpan.FromSeconds(60));

    private static string Forged(string value, string id) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>(["-created_at", value, id]));

    private async Task<RunStatus> StatusAsync(string id) => (await Store.FindAsync(id, Token))!.Status;

    private async Task<int> CountAsync(string id)
    {
        var count = 0;
        await foreach (var _ in Store.WatchAsync(id, Token))
            count++;
        return count;
    }

    private async Task<IEnumerable<string>> ListAsync(RunQuery query) => (await Store.ListAsync(query, Token)).Items.Select(run => run.Id);

    private async Task<IEnumerable<string>> RefusedAsync(PageRequest request) =>
        (await Should.ThrowAsync<InvalidDocumentException>(() => Store.ListAsync(new RunQuery(request), Token))).Problems.Select(problem => problem.Path);
}
