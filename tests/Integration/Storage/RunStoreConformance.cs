using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Storage.RunSamples;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every run ledger promises: here, how runs begin, are told what users want, and end.</summary>
public abstract partial class RunStoreConformance : StoreConformance
{
    protected IRunStore Store => Services.GetRequiredService<IRunStore>();

    protected IRunControlStore Control => Services.GetRequiredService<IRunControlStore>();

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
    public async Task Cancelling_is_a_wish_that_is_kept()
    {
        await Store.CreateAsync(Run("r1"), Token);

        (await Control.RequestCancelAsync("r1", Token)).ShouldBeTrue();
        (await Control.RequestCancelAsync("r1", Token)).ShouldBeTrue();

        (await Control.BeginAsync(Beat("r1"), Token)).ShouldBe(RunOrder.Cancel);
        (await Store.FindAsync("r1", Token))!.CancelRequested.ShouldBeTrue();
        (await StatusAsync("r1")).ShouldBe(RunStatus.Pending);
    }

    private static RunBeat Beat(string id, int epoch = 1) => new(id, epoch, TimeSpan.FromSeconds(60));

    private async Task<RunStatus> StatusAsync(string id) => (await Store.FindAsync(id, Token))!.Status;
}
