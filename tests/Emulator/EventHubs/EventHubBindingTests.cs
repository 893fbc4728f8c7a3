using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using DataAggregator.Emulator;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.EventHubs;

/// <summary>What the parameters of a function get, and what cannot be served.</summary>
public sealed class EventHubBindingTests : EventHubTriggerFunctions
{
    [Fact]
    public async Task One_event_at_a_time_comes_in_order_with_what_the_service_says_of_it()
    {
        await using var host = await StartAsync<One>();

        await using var producer = new EventHubProducerClient(ConnectionString, "orders");
        var data = new EventData("first");
        data.Properties["kind"] = "test";
        await producer.SendAsync([data, new EventData("second")], new SendEventOptions { PartitionKey = "customer-1" });

        (await Seen.NextAsync()).ShouldBe(["first", "customer-1", "0", "0", "2026-03-10T12:00:00.0000000Z", "test"]);
        (await Seen.NextAsync())[..4].ShouldBe(["second", "customer-1", "1", "1"]);
    }

    [Fact]
    public async Task A_batch_comes_with_what_the_service_says_of_each_event()
    {
        await using var host = await StartAsync<Described>();

        await using var producer = new EventHubProducerClient(ConnectionString, "orders");
        var data = new EventData("first");
        data.Properties["kind"] = "test";
        await producer.SendAsync([data, new EventData("second")], new SendEventOptions { PartitionKey = "customer-1" });

        (await Seen.NextAsync()).ShouldBe(["customer-1,customer-1", "0,1", "0,1", "2026-03-10,2026-03-10", "orders/$Default/3", "test"]);
    }

    [Fact]
    public async Task A_parameter_may_be_bytes_events_or_a_type_read_from_json()
    {
        await using (await StartAsync<Bytes>())
        {
            await SendToAsync("bytes", "0", "ab");
            (await Seen.NextAsync()).ShouldBe(["97,98"]);
        }

        await using (await StartAsync<Whole>())
        {
            await SendToAsync("whole", "0", "x", "y");
            (await Seen.NextAsync()).ShouldBe(["0:x", "1:y"]);
        }

        await using (await StartAsync<Typed>())
        {
            await SendToAsync("typed", "0", """{ "id": 7, "name": "seven" }""");
            (await Seen.NextAsync()).ShouldBe(["7=seven"]);
        }

        await using (await StartAsync<TypedOne>())
        {
            await SendToAsync("typed-one", "0", """{ "id": 8, "name": "eight" }""");
            (await Seen.NextAsync()).ShouldBe(["8=eight"]);
        }
    }

    [Fact]
    public async Task Hub_and_group_may_be_settings_and_groups_read_apart()
    {
        await using (await StartAsync<Texts>())
        {
            await SendAsync("0", "a");
            (await Seen.NextAsync()).ShouldBe(["a"]);
        }

        await using var host = await StartAsync<BySetting>(settings: new() { ["Hub"] = "orders", ["Group"] = "audit" });

        (await Seen.NextAsync()).ShouldBe(["a"]);
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

    private sealed record Order(int Id, string Name);

    private sealed record Partition(string EventHubName, string ConsumerGroup, string PartitionId);

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
