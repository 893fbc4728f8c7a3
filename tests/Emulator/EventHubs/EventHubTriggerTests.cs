using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.EventHubs;

/// <summary>When which events come, and come again.</summary>
public sealed class EventHubTriggerTests : EventHubTriggerFunctions
{
    [Fact]
    public async Task A_batch_reaches_the_function_in_order_and_waits_for_nothing()
    {
        await using var host = await StartAsync<Texts>();

        await SendAsync("0", "a", "b", "c");
        (await Seen.NextAsync()).ShouldBe(["a", "b", "c"]);
        await SendAsync("0", "d");
        (await Seen.NextAsync()).ShouldBe(["d"]);
    }

    [Fact]
    public async Task A_batch_has_at_most_as_many_events_as_host_json_says()
    {
        await using (await StartAsync<Texts>(folderOnly: true))
        {
            await SendAsync("0", "a", "b", "c", "d", "e");
        }

        await using var host = await StartAsync<Texts>("""{ "eventHubs": { "maxEventBatchSize": 2 } }""");

        var batches = await Seen.NextAsync(3);
        batches.Select(batch => string.Concat(batch)).ShouldBe(["ab", "cd", "e"]);
    }

    [Fact]
    public async Task A_minimum_is_waited_for_but_not_for_ever()
    {
        await using var host = await StartAsync<Texts>("""{ "eventHubs": { "minEventBatchSize": 3, "maxWaitTime": "00:00:20" } }""");
        await SendAsync("0", "a");
        await Time.TimersAsync();
        await SendAsync("0", "b", "c");
        (await Seen.NextAsync()).ShouldBe(["a", "b", "c"]);

        await SendAsync("0", "d");
        await Time.TimersAsync();
        Time.Advance(TimeSpan.FromSeconds(19));
        Seen.IsEmpty.ShouldBeTrue();
        Time.Advance(TimeSpan.FromSeconds(1));

        (await Seen.NextAsync()).ShouldBe(["d"]);
    }

    [Fact]
    public async Task Partitions_run_in_parallel_and_each_one_batch_at_a_time()
    {
        var release = new TaskCompletionSource();
        Seen.Behaviour = (batch, _) => batch[0] == "slow" ? release.Task : Task.CompletedTask;
        await using var host = await StartAsync<Texts>();
        await SendAsync("0", "slow");
        (await Seen.NextAsync()).ShouldBe(["slow"]);
        await SendAsync("0", "behind");

        await SendAsync("1", "fast");
        (await Seen.NextAsync()).ShouldBe(["fast"]);

        Seen.IsEmpty.ShouldBeTrue();
        release.SetResult();
        (await Seen.NextAsync()).ShouldBe(["behind"]);
    }

    [Fact]
    public async Task What_ran_at_a_kill_comes_again_and_what_was_done_does_not()
    {
        Seen.Behaviour = (batch, cancellationToken) => batch[0] == "b" ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
        await using var host = await StartAsync<Texts>();
        await SendAsync("0", "a");
        await Seen.NextAsync();
        await SendAsync("0", "b");
        await Seen.NextAsync();

        using var afterKill = Folder.AsAfterKill();
        var again = new Recorder<string[]>();
        await using var restarted = await RestartAsync(afterKill, again);

        (await again.NextAsync()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task What_ran_at_a_stop_comes_again()
    {
        Seen.Behaviour = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await using (await StartAsync<Texts>())
        {
            await SendAsync("0", "a");
            await Seen.NextAsync();
        }

        Seen.Behaviour = (_, _) => Task.CompletedTask;
        await using (await StartAsync<Texts>())
        {
            (await Seen.NextAsync()).ShouldBe(["a"]);
            await SendAsync("0", "b");
            await Seen.NextAsync();
            await SendAsync("0", "c");
            await Seen.NextAsync();
        }

        await using var third = await StartAsync<Texts>();
        await SendAsync("0", "d");
        (await Seen.NextAsync()).ShouldNotContain("b");
    }

    [Fact]
    public async Task The_checkpoint_moves_on_when_the_function_fails_and_the_failure_is_logged()
    {
        Seen.Behaviour = (batch, _) => batch[0] == "bad" ? throw new InvalidOperationException("cannot read this") : Task.CompletedTask;
        await using var host = await StartAsync<Texts>();

        await SendAsync("0", "bad");
        (await Seen.NextAsync()).ShouldBe(["bad"]);
        await SendAsync("0", "good");

        (await Seen.NextAsync()).ShouldBe(["good"]);
        host.Logs.ShouldContain(line => line.Level == LogLevel.Error && line.Message.Contains("Texts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retry_policy_repeats_the_batch_before_the_checkpoint_moves()
    {
        var attempts = 0;
        Seen.Behaviour = (_, _) => ++attempts < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await using var host = await StartAsync<Retried>();
        await SendAsync("0", "a");
        await SendAsync("0", "b");
        (await Seen.NextAsync())[0].ShouldBe("a");
        await Time.TimersAsync();
        Time.Advance(TimeSpan.FromSeconds(5));
        (await Seen.NextAsync())[0].ShouldBe("a");
        await Time.TimersAsync();
        Time.Advance(TimeSpan.FromSeconds(5));

        (await Seen.NextAsync())[0].ShouldBe("a");
        attempts.ShouldBeGreaterThanOrEqualTo(3);
        host.Logs.Count(line => line.Level == LogLevel.Warning && line.Message.Contains("tried again after 00:00:05", StringComparison.Ordinal)).ShouldBe(2);
        host.Logs.ShouldNotContain(line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task A_group_without_checkpoint_can_begin_at_the_end()
    {
        await using (await StartAsync<Texts>(folderOnly: true))
        {
            await SendAsync("0", "old");
        }

        await using var host = await StartAsync<Texts>("""{ "eventHubs": { "initialOffsetOptions": { "type": "fromEnd" } } }""");
        await SendAsync("0", "new");

        (await Seen.NextAsync()).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Checkpoints_can_be_rarer_than_batches_and_a_stop_saves_the_rest()
    {
        const string Rare = """{ "eventHubs": { "maxEventBatchSize": 1, "batchCheckpointFrequency": 10 } }""";
        Seen.Behaviour = (batch, cancellationToken) => batch[0] == "d" ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
        await using (await StartAsync<Texts>(Rare))
        {
            await SendAsync("0", "a", "b", "c", "d");
            await Seen.NextAsync(4);
            using var killed = Folder.AsAfterKill();
            var again = new Recorder<string[]>();
            await using var restarted = await RestartAsync(killed, again, Rare);
            (await again.NextAsync()).ShouldBe(["a"]);
        }

        Seen.Behaviour = (_, _) => Task.CompletedTask;
        await using var host = await StartAsync<Texts>(Rare);
        (await Seen.NextAsync()).ShouldBe(["d"]);
    }

    [Fact]
    public async Task Events_that_expired_unread_are_counted_in_the_log()
    {
        await using (await StartAsync<Texts>(folderOnly: true, settings: new() { ["EventHubsEmulator:RetentionAge"] = "01:00:00" }))
        {
            await SendAsync("0", "a", "b", "c");
            Time.Jump(TimeSpan.FromHours(2));
            await SendAsync("0", "d");
        }

        await using var host = await StartAsync<Texts>();

        (await Seen.NextAsync()).ShouldBe(["d"]);
        host.Logs.ShouldContain(line => line.Level == LogLevel.Warning && line.Message.StartsWith("Events of orders, partition 0, expired", StringComparison.Ordinal) && line.Message.EndsWith(": 3.", StringComparison.Ordinal));
    }

    private sealed class Retried(Recorder<string[]> seen)
    {
        [Function(nameof(Retried))]
        [FixedDelayRetry(-1, "00:00:05")]
        public Task Run([EventHubTrigger("orders", Connection = "Events")] string[] events, CancellationToken cancellationToken) => seen.SeeAsync(events, cancellationToken);
    }
}
