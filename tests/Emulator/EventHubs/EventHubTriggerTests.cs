using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using DataAggregator.Emulator;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.EventHubs;

public sealed class EventHubTriggerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Recorder<string[]> _seen = new();
    private readonly string _namespace = $"test-{Guid.NewGuid():N}";

    private string ConnectionString => $"Endpoint=sb://{_namespace}/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_batch_reaches_the_function_in_order_and_waits_for_nothing()
    {
        await using var host = await StartAsync<Texts>();

        await SendAsync("0", "a", "b", "c");
        (await _seen.NextAsync()).ShouldBe(["a", "b", "c"]);
        await SendAsync("0", "d");
        (await _seen.NextAsync()).ShouldBe(["d"]);
    }

    [Fact]
    public async Task A_batch_has_at_most_as_many_events_as_host_json_says()
    {
        await using (await StartAsync<Texts>(folderOnly: true))
        {
            await SendAsync("0", "a", "b", "c", "d", "e");
        }

        await using var host = await StartAsync<Texts>("""{ "eventHubs": { "maxEventBatchSize": 2 } }""");

        var batches = await _seen.NextAsync(3);
        batches.Select(batch => string.Concat(batch)).ShouldBe(["ab", "cd", "e"]);
    }

    [Fact]
    public async Task A_minimum_is_waited_for_but_not_for_ever()
    {
        await using var host = await StartAsync<Texts>("""{ "eventHubs": { "minEventBatchSize": 3, "maxWaitTime": "00:00:20" } }""");
        await SendAsync("0", "a");
        await _time.TimersAsync();
        await SendAsync("0", "b", "c");
        (await _seen.NextAsync()).ShouldBe(["a", "b", "c"]);

        await SendAsync("0", "d");
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromSeconds(19));
        _seen.IsEmpty.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await _seen.NextAsync()).ShouldBe(["d"]);
    }

    [Fact]
    public async Task Partitions_run_in_parallel_and_each_one_batch_at_a_time()
    {
        var release = new TaskCompletionSource();
        _seen.Behaviour = (batch, _) => batch[0] == "slow" ? release.Task : Task.CompletedTask;
        await using var host = await StartAsync<Texts>();
        await SendAsync("0", "slow");
        (await _seen.NextAsync()).ShouldBe(["slow"]);
        await SendAsync("0", "behind");

        await SendAsync("1", "fast");
        (await _seen.NextAsync()).ShouldBe(["fast"]);

        _seen.IsEmpty.ShouldBeTrue();
        release.SetResult();
        (await _seen.NextAsync()).ShouldBe(["behind"]);
    }

    [Fact]
    public async Task What_ran_at_a_kill_comes_again_and_what_was_done_does_not()
    {
        _seen.Behaviour = (batch, cancellationToken) => batch[0] == "b" ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
        await using var host = await StartAsync<Texts>();
        await SendAsync("0", "a");
        await _seen.NextAsync();
        await SendAsync("0", "b");
        await _seen.NextAsync();

        using var afterKill = _folder.AsAfterKill();
        var again = new Recorder<string[]>();
        await using var restarted = await RestartAsync(afterKill, again);

        (await again.NextAsync()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task What_ran_at_a_stop_comes_again()
    {
        _seen.Behaviour = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await using (await StartAsync<Texts>())
        {
            await SendAsync("0", "a");
            await _seen.NextAsync();
        }

        _seen.Behaviour = (_, _) => Task.CompletedTask;
        await using (await StartAsync<Texts>())
        {
            (await _seen.NextAsync()).ShouldBe(["a"]);
            await SendAsync("0", "b");
            await _seen.NextAsync();
            await SendAsync("0", "c");
            await _seen.NextAsync();
        }

        await using var third = await StartAsync<Texts>();
        await SendAsync("0", "d");
        (await _seen.NextAsync()).ShouldNotContain("b");
    }

    [Fact]
    public async Task The_checkpoint_moves_on_when_the_function_fails_and_the_failure_is_logged()
    {
        _seen.Behaviour = (batch, _) => batch[0] == "bad" ? throw new InvalidOperationException("cannot read this") : Task.CompletedTask;
        await using var host = await StartAsync<Texts>();

        await SendAsync("0", "bad");
        (await _seen.NextAsync()).ShouldBe(["bad"]);
        await SendAsync("0", "good");

        (await _seen.NextAsync()).ShouldBe(["good"]);
        host.Logs.ShouldContain(line => line.Level == LogLevel.Error && line.Message.Contains("Texts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retry_policy_repeats_the_batch_before_the_checkpoint_moves()
    {
        var attempts = 0;
        _seen.Behaviour = (_, _) => ++attempts < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await using var host = await StartAsync<Retried>();
        await SendAsync("0", "a");
        await SendAsync("0", "b");
        (await _seen.NextAsync())[0].ShouldBe("a");
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        (await _seen.NextAsync())[0].ShouldBe("a");
        await _time.TimersAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        (await _seen.NextAsync())[0].ShouldBe("a");
        attempts.ShouldBeGreaterThanOrEqualTo(3);
        host.Logs.Count(line => line.Level == LogLevel.Warning && line.Message.Contains("tried again after 00:00:05", StringComparison.Ordinal)).ShouldBe(2);
        host.Logs.ShouldNotContain(line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task One_event_at_a_time_comes_in_order_with_what_the_service_says_of_it()
    {
        await using var host = await StartAsync<One>();

        await using var producer = new EventHubProducerClient(ConnectionString, "orders");
        var data = new EventData("first");
        data.Properties["kind"] = "test";
        await producer.SendAsync([data, new EventData("second")], new SendEventOptions { PartitionKey = "customer-1" });

        (await _seen.NextAsync()).ShouldBe(["first", "customer-1", "0", "0", "2026-03-10T12:00:00.0000000Z", "test"]);
        (await _seen.NextAsync())[..4].ShouldBe(["second", "customer-1", "1", "1"]);
    }

    [Fact]
    public async Task A_batch_comes_with_what_the_service_says_of_each_event()
    {
        await using var host = await StartAsync<Described>();

        await using var producer = new EventHubProducerClient(ConnectionString, "orders");
        var data = new EventData("first");
        data.Properties["kind"] = "test";
        await producer.SendAsync([data, new EventData("second")], new SendEventOptions { PartitionKey = "customer-1" });

        (await _seen.NextAsync()).ShouldBe(["customer-1,customer-1", "0,1", "0,1", "2026-03-10,2026-03-10", "orders/$Default/3", "test"]);
    }

    [Fact]
    public async Task A_parameter_may_be_bytes_events_or_a_type_read_from_json()
    {
        await using (await StartAsync<Bytes>())
        {
            await SendToAsync("bytes", "0", "ab");
            (await _seen.NextAsync()).ShouldBe(["97,98"]);
        }

        await using (await StartAsync<Whole>())
        {
            await SendToAsync("whole", "0", "x", "y");
            (await _seen.NextAsync()).ShouldBe(["0:x", "1:y"]);
        }

        await using (await StartAsync<Typed>())
        {
            await SendToAsync("typed", "0", """{ "id": 7, "name": "seven" }""");
            (await _seen.NextAsync()).ShouldBe(["7=seven"]);
        }

        await using (await StartAsync<TypedOne>())
        {
            await SendToAsync("typed-one", "0", """{ "id": 8, "name": "eight" }""");
            (await _seen.NextAsync()).ShouldBe(["8=eight"]);
        }
    }

    [Fact]
    public async Task Hub_and_group_may_be_settings_and_groups_read_apart()
    {
        await using (await StartAsync<Texts>())
        {
            await SendAsync("0", "a");
            (await _seen.NextAsync()).ShouldBe(["a"]);
        }

        await using var host = await StartAsync<BySetting>(settings: new() { ["Hub"] = "orders", ["Group"] = "audit" });

        (await _seen.NextAsync()).ShouldBe(["a"]);
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

        (await _seen.NextAsync()).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Checkpoints_can_be_rarer_than_batches_and_a_stop_saves_the_rest()
    {
        const string Rare = """{ "eventHubs": { "maxEventBatchSize": 1, "batchCheckpointFrequency": 10 } }""";
        _seen.Behaviour = (batch, cancellationToken) => batch[0] == "d" ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
        await using (await StartAsync<Texts>(Rare))
        {
            await SendAsync("0", "a", "b", "c", "d");
            await _seen.NextAsync(4);
            using var killed = _folder.AsAfterKill();
            var again = new Recorder<string[]>();
            await using var restarted = await RestartAsync(killed, again, Rare);
            (await again.NextAsync()).ShouldBe(["a"]);
        }

        _seen.Behaviour = (_, _) => Task.CompletedTask;
        await using var host = await StartAsync<Texts>(Rare);
        (await _seen.NextAsync()).ShouldBe(["d"]);
    }

    [Fact]
    public async Task Events_that_expired_unread_are_counted_in_the_log()
    {
        await using (await StartAsync<Texts>(folderOnly: true, settings: new() { ["EventHubsEmulator:RetentionAge"] = "01:00:00" }))
        {
            await SendAsync("0", "a", "b", "c");
            _time.Jump(TimeSpan.FromHours(2));
            await SendAsync("0", "d");
        }

        await using var host = await StartAsync<Texts>();

        (await _seen.NextAsync()).ShouldBe(["d"]);
        host.Logs.ShouldContain(line => line.Level == LogLevel.Warning && line.Message.StartsWith("3 events of orders, partition 0, expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_served_is_a_start_error_that_names_the_function()
    {
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Unconnected>())).Message.ShouldContain("'Unconnected'");
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Mismatched>())).Message.ShouldContain("'Mismatched'");
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Twice>())).Message.ShouldContain("'$Default'");
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<BySetting>())).Message.ShouldContain("'Hub'");
        (await Should.ThrowAsync<EmulatorStartException>(
            () => StartAsync<Texts>(settings: new() { ["Events"] = "Endpoint=sb://real.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0" })))
            .Message.ShouldSatisfyAllConditions(message => message.ShouldContain("'Events'"), message => message.ShouldNotContain("c2VjcmV0"));
        (await Should.ThrowAsync<EmulatorStartException>(() => StartAsync<Texts>(settings: new() { ["EventHubsEmulator:Partitions"] = "3" }))).Message.ShouldContain("Partitions");
    }

    private Task<TestHost> StartAsync<TFunctions>(string extensions = "{}", Dictionary<string, string?>? settings = null, bool folderOnly = false)
    {
        var all = new Dictionary<string, string?> { ["Events"] = ConnectionString };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return folderOnly ? TestHost.StartAsync<Nothing>(_folder, _time, _seen, all, extensions) : TestHost.StartAsync<TFunctions>(_folder, _time, _seen, all, extensions);
    }

    /// <summary>Starts a second host from what a kill of the first would leave; its namespace has another name, for the first still runs in this process.</summary>
    private Task<TestHost> RestartAsync(TemporaryFolder afterKill, Recorder<string[]> seen, string extensions = "{}")
    {
        foreach (var file in Directory.EnumerateFiles(afterKill.Path, $"event-hubs-{_namespace}.db*").ToArray())
        {
            File.Move(file, file.Replace(_namespace, _namespace + "-again", StringComparison.Ordinal));
        }

        var connection = ConnectionString.Replace(_namespace, _namespace + "-again", StringComparison.Ordinal);
        return TestHost.StartAsync<Texts>(afterKill, _time, seen, new() { ["Events"] = connection }, extensions);
    }

    private Task SendAsync(string partition, params string[] bodies) => SendToAsync("orders", partition, bodies);

    private async Task SendToAsync(string hub, string partition, params string[] bodies)
    {
        await using var producer = new EventHubProducerClient(ConnectionString, hub);
        await producer.SendAsync(bodies.Select(body => new EventData(body)), new SendEventOptions { PartitionId = partition });
    }

    private sealed record Order(int Id, string Name);

    private sealed record Partition(string EventHubName, string ConsumerGroup, string PartitionId);

    private sealed class Nothing;

    private sealed class Texts(Recorder<string[]> seen)
    {
        [Function(nameof(Texts))]
        public Task Run([EventHubTrigger("orders", Connection = "Events")] string[] events, CancellationToken cancellationToken) => seen.SeeAsync(events, cancellationToken);
    }

    private sealed class Retried(Recorder<string[]> seen)
    {
        [Function(nameof(Retried))]
        [FixedDelayRetry(-1, "00:00:05")]
        public Task Run([EventHubTrigger("orders", Connection = "Events")] string[] events, CancellationToken cancellationToken) => seen.SeeAsync(events, cancellationToken);
    }

    private sealed class BySetting(Recorder<string[]> seen)
    {
        [Function(nameof(BySetting))]
        public Task Run([EventHubTrigger("%Hub%", Connection = "Events", ConsumerGroup = "%Group%")] string[] events, CancellationToken cancellationToken)
            => seen.SeeAsync(events, cancellationToken);
    }

    private sealed class One(Recorder<string[]> seen)
    {
        [Function(nameof(One))]
        public Task Run(
            [EventHubTrigger("orders", Connection = "Events", IsBatched = false)] string text,
            string partitionKey,
            long sequenceNumber,
            string offset,
            DateTime enqueuedTimeUtc,
            Dictionary<string, string> properties,
            CancellationToken cancellationToken)
            => seen.SeeAsync([text, partitionKey, $"{sequenceNumber}", offset, enqueuedTimeUtc.ToUniversalTime().ToString("O"), .. properties.Values], cancellationToken);
    }

    private sealed class Described(Recorder<string[]> seen)
    {
        [Function(nameof(Described))]
        public Task Run(
            [EventHubTrigger("orders", Connection = "Events")] string[] events,
            string[] partitionKeyArray,
            long[] sequenceNumberArray,
            string[] offsetArray,
            DateTime[] enqueuedTimeUtcArray,
            Partition partitionContext,
            Dictionary<string, string>[] propertiesArray,
            CancellationToken cancellationToken)
            => seen.SeeAsync(
                [
                    string.Join(',', partitionKeyArray), string.Join(',', sequenceNumberArray), string.Join(',', offsetArray),
                    string.Join(',', enqueuedTimeUtcArray.Select(time => time.ToString("yyyy-MM-dd"))),
                    $"{partitionContext.EventHubName}/{partitionContext.ConsumerGroup}/{partitionContext.PartitionId}", .. propertiesArray.SelectMany(properties => properties.Values),
                ],
                cancellationToken);
    }

    private sealed class Bytes(Recorder<string[]> seen)
    {
        [Function(nameof(Bytes))]
        public Task Run([EventHubTrigger("bytes", Connection = "Events")] byte[][] events, CancellationToken cancellationToken)
            => seen.SeeAsync([.. events.Select(body => string.Join(',', body))], cancellationToken);
    }

    private sealed class Whole(Recorder<string[]> seen)
    {
        [Function(nameof(Whole))]
        public Task Run([EventHubTrigger("whole", Connection = "Events")] EventData[] events, CancellationToken cancellationToken)
            => seen.SeeAsync([.. events.Select(data => $"{data.SequenceNumber}:{data.EventBody}")], cancellationToken);
    }

    private sealed class Typed(Recorder<string[]> seen)
    {
        [Function(nameof(Typed))]
        public Task Run([EventHubTrigger("typed", Connection = "Events")] IReadOnlyList<Order> events, CancellationToken cancellationToken)
            => seen.SeeAsync([.. events.Select(order => $"{order.Id}={order.Name}")], cancellationToken);
    }

    private sealed class TypedOne(Recorder<string[]> seen)
    {
        [Function(nameof(TypedOne))]
        public Task Run([EventHubTrigger("typed-one", Connection = "Events", IsBatched = false)] Order order, CancellationToken cancellationToken)
            => seen.SeeAsync([$"{order.Id}={order.Name}"], cancellationToken);
    }

    private sealed class Unconnected
    {
        [Function(nameof(Unconnected))]
        public void Run([EventHubTrigger("orders")] string[] events) => events.ShouldNotBeNull();
    }

    private sealed class Mismatched
    {
        [Function(nameof(Mismatched))]
        public void Run([EventHubTrigger("orders", Connection = "Events")] string text) => text.ShouldNotBeNull();
    }

    private sealed class Twice
    {
        [Function("First")]
        public void First([EventHubTrigger("orders", Connection = "Events")] string[] events) => events.ShouldNotBeNull();

        [Function("Second")]
        public void Second([EventHubTrigger("Orders", Connection = "Events")] string[] events) => events.ShouldNotBeNull();
    }
}
