using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using DataAggregator.Emulator;
using DataAggregator.Emulator.EventHubs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.EventHubs;

public sealed class EventHubLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_partition_numbers_its_events_from_zero_in_order()
    {
        using var log = Open();
        var hub = log.Hub("orders");

        Send(log, hub, "0", "a", "b");
        Send(log, hub, "1", "c");
        Send(log, hub, "0", "d");

        var events = log.Read(hub, 0, 0, 10);
        events.Select(Body).ShouldBe(["a", "b", "d"]);
        events.Select(data => data.SequenceNumber).ShouldBe([0, 1, 2]);
        events.Select(data => data.OffsetString).ShouldBe(["0", "1", "2"]);
        events[0].EnqueuedTime.ShouldBe(_time.GetUtcNow());
        log.Read(hub, 1, 0, 10).Select(Body).ShouldBe(["c"]);
        log.Read(hub, 0, 1, 1).Select(Body).ShouldBe(["b"]);
        log.Read(hub, 0, 3, 10).ShouldBeEmpty();
    }

    [Fact]
    public void Everything_a_sender_says_survives_the_log()
    {
        using var log = Open();
        var hub = log.Hub("orders");
        var sent = new EventData(new byte[] { 0, 255, 7 }) { ContentType = "application/x-thing", MessageId = "m-1", CorrelationId = "c-1" };
        var properties = new Dictionary<string, object>
        {
            ["text"] = "ünï",
            ["yes"] = true,
            ["letter"] = 'x',
            ["int"] = -5,
            ["long"] = long.MaxValue,
            ["ulong"] = ulong.MaxValue,
            ["double"] = 0.1,
            ["float"] = 1.5f,
            ["decimal"] = 79228162514264337593543950335m,
            ["guid"] = Guid.Parse("00000000-0000-0000-0000-000000000001"),
            ["uri"] = new Uri("https://example.org/x"),
            ["span"] = TimeSpan.FromTicks(5),
            ["instant"] = _time.GetUtcNow(),
            ["utc"] = _time.GetUtcNow().UtcDateTime,
            ["short"] = (short)3,
            ["byte"] = (byte)4,
        };
        foreach (var (name, value) in properties)
        {
            sent.Properties[name] = value;
        }

        log.Append(hub, [sent], new SendEventOptions { PartitionKey = "k" });

        var read = log.Read(hub, hub.PartitionByKey("k"), 0, 1).ShouldHaveSingleItem();
        read.Body.ToArray().ShouldBe(sent.Body.ToArray());
        (read.ContentType, read.MessageId, read.CorrelationId, read.PartitionKey).ShouldBe(("application/x-thing", "m-1", "c-1", "k"));
        read.Properties.ShouldBe(properties, ignoreOrder: true);
    }

    [Fact]
    public void A_property_that_cannot_travel_is_refused_by_name_and_nothing_is_kept()
    {
        using var log = Open();
        var hub = log.Hub("orders");
        var bad = new EventData("b");
        bad.Properties["list"] = new List<int>();

        Should.Throw<System.Runtime.Serialization.SerializationException>(() => log.Append(hub, [new EventData("a"), bad], new SendEventOptions { PartitionId = "0" }))
            .Message.ShouldContain("'list'");

        log.Read(hub, 0, 0, 10).ShouldBeEmpty();
        log.NextSequence(hub, 0).ShouldBe(0);
    }

    [Fact]
    public void A_key_always_chooses_the_same_partition_and_keys_spread()
    {
        using var log = Open();
        var hub = log.Hub("orders");

        hub.PartitionByKey("customer-1").ShouldBe(log.Hub("ORDERS").PartitionByKey("customer-1"));
        Enumerable.Range(0, 200).Select(i => hub.PartitionByKey($"customer-{i}")).Distinct().Count().ShouldBe(4);
        hub.PartitionByKey("customer-1").ShouldBe(3);
    }

    [Fact]
    public void Without_a_key_partitions_take_turns()
    {
        using var log = Open();
        var hub = log.Hub("orders");

        for (var i = 0; i < 8; i++)
        {
            log.Append(hub, [new EventData($"{i}")], new SendEventOptions());
        }

        Enumerable.Range(0, 4).Select(partition => log.Read(hub, partition, 0, 10).Count).ShouldBe([2, 2, 2, 2]);
    }

    [Fact]
    public void An_unknown_partition_is_an_error_that_names_the_known_ones()
    {
        using var log = Open();
        var hub = log.Hub("orders");

        Should.Throw<ArgumentOutOfRangeException>(() => Send(log, hub, "4", "a")).Message.ShouldContain("partitions 0 to 3");
    }

    [Fact]
    public void Hubs_are_apart_and_keep_their_partitions_when_the_setting_changes()
    {
        using (var log = Open())
        {
            Send(log, log.Hub("orders"), "3", "kept");
        }

        using var reopened = Open(new EventHubLogOptions { PartitionCount = 2 });

        reopened.Hub("Orders").PartitionIds.ShouldBe(["0", "1", "2", "3"]);
        reopened.Read(reopened.Hub("orders"), 3, 0, 10).Select(Body).ShouldBe(["kept"]);
        reopened.Hub("clicks").PartitionIds.ShouldBe(["0", "1"]);
        reopened.Read(reopened.Hub("clicks"), 0, 0, 10).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_acknowledged_survives_a_kill()
    {
        using var log = Open();
        var hub = log.Hub("orders");
        for (var i = 0; i < 50; i++)
        {
            Send(log, hub, "1", $"{i}");
        }

        using var afterKill = _folder.AsAfterKill();
        using var reopened = new EventHubLog(afterKill.File("events.db"), new EventHubLogOptions(), _time);

        reopened.Read(reopened.Hub("orders"), 1, 0, 100).Select(Body).ShouldBe(Enumerable.Range(0, 50).Select(i => $"{i}"));
        Send(reopened, reopened.Hub("orders"), "1", "next");
        reopened.Read(reopened.Hub("orders"), 1, 50, 10).Select(Body).ShouldBe(["next"]);
    }

    [Fact]
    public async Task An_arrival_wakes_who_looked_before_it()
    {
        using var log = Open();
        var hub = log.Hub("orders");
        var arrival = hub.Arrivals[2].Changed;
        log.Read(hub, 2, 0, 1).ShouldBeEmpty();

        Send(log, hub, "1", "elsewhere");
        arrival.IsCompleted.ShouldBeFalse();
        Send(log, hub, "2", "here");

        await arrival.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Old_events_go_and_numbers_are_not_used_again()
    {
        using var log = Open(new EventHubLogOptions { RetentionAge = TimeSpan.FromHours(1) });
        var hub = log.Hub("orders");
        Send(log, hub, "0", [.. Enumerable.Range(0, 1200).Select(i => $"{i}")]);
        _time.Advance(TimeSpan.FromMinutes(50));
        Send(log, hub, "0", "young");

        _time.Advance(TimeSpan.FromMinutes(20));
        Send(log, hub, "0", "new");

        log.Read(hub, 0, 0, 10).Select(data => (Body(data), data.SequenceNumber)).ShouldBe([("young", 1200), ("new", 1201)]);
    }

    [Fact]
    public void Above_the_size_bound_the_oldest_events_of_the_partition_go()
    {
        using var log = Open(new EventHubLogOptions { PartitionCount = 2, RetentionBytes = 2 * EventSize.Limit });
        var hub = log.Hub("orders");
        for (var i = 0; i < 20; i++)
        {
            log.Append(hub, [new EventData(new byte[100_000])], new SendEventOptions { PartitionId = "0" });
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        Send(log, hub, "1", "other");

        var left = log.Read(hub, 0, 0, 100);
        left.Count.ShouldBe(10);
        left[^1].SequenceNumber.ShouldBe(19);
        log.Read(hub, 1, 0, 10).Select(Body).ShouldBe(["other"]);
    }

    [Fact]
    public void Reading_can_start_at_an_instant()
    {
        using var log = Open();
        var hub = log.Hub("orders");
        Send(log, hub, "0", "a", "b");
        _time.Advance(TimeSpan.FromMinutes(1));
        Send(log, hub, "0", "c");

        log.SequenceAt(hub, 0, _time.GetUtcNow()).ShouldBe(2);
        log.SequenceAt(hub, 0, _time.GetUtcNow().AddDays(-1)).ShouldBe(0);
        log.SequenceAt(hub, 0, _time.GetUtcNow().AddDays(1)).ShouldBe(3);
    }

    [Theory]
    [InlineData(0, "01:00:00", 2_000_000, "PartitionCount")]
    [InlineData(33, "01:00:00", 2_000_000, "PartitionCount")]
    [InlineData(4, "00:00:00", 2_000_000, "RetentionAge")]
    [InlineData(4, "01:00:00", 10, "RetentionBytes")]
    public void Senseless_settings_are_refused_by_name(int partitions, string age, long bytes, string setting)
        => Should.Throw<EmulatorStartException>(() => Open(new EventHubLogOptions { PartitionCount = partitions, RetentionAge = TimeSpan.Parse(age), RetentionBytes = bytes }))
            .Message.ShouldContain($"EventHubsEmulator:{setting}");

    [Fact]
    public void Checkpoints_are_kept_per_group_and_partition()
    {
        using var log = Open();
        var hub = log.Hub("orders");
        using (var store = new CheckpointStore(_folder.File("events.db")))
        {
            store.Find(hub, "$Default", 0).ShouldBeNull();
            store.Save(hub, "$Default", 0, 5);
            store.Save(hub, "$Default", 0, 7);
            store.Save(hub, "audit", 0, 1);
        }

        using var reopened = new CheckpointStore(_folder.File("events.db"));

        reopened.Find(hub, "$default", 0).ShouldBe(7);
        reopened.Find(hub, "audit", 0).ShouldBe(1);
        reopened.Find(hub, "audit", 1).ShouldBeNull();
    }

    private EventHubLog Open(EventHubLogOptions? options = null) => new(_folder.File("events.db"), options ?? new EventHubLogOptions(), _time);

    private static void Send(EventHubLog log, EventHub hub, string partition, params string[] bodies)
        => log.Append(hub, [.. bodies.Select(body => new EventData(body))], new SendEventOptions { PartitionId = partition });

    private static string Body(EventData data) => data.EventBody.ToString();
}
