using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using DataAggregator.Emulator;
using DataAggregator.Emulator.EventHubs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.EventHubs;

public sealed class EventHubProducerClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _namespace = $"test-{Guid.NewGuid():N}";
    private readonly EventHubLog _log;
    private readonly IDisposable _served;

    public EventHubProducerClientTests()
    {
        _log = new EventHubLog(_folder.File("events.db"), new EventHubLogOptions(), new ManualTime());
        _served = EventHubNamespaces.Serve(_namespace, _log);
    }

    private string ConnectionString => $"Endpoint=sb://{_namespace}/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0PT0=;UseDevelopmentEmulator=true";

    public void Dispose()
    {
        _served.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_send_without_key_lands_in_one_partition_in_order()
    {
        await using var producer = new EventHubProducerClient(ConnectionString, "orders");

        await producer.SendAsync([new EventData("a"), new EventData("b"), new EventData("c")]);

        var filled = Partitions().Where(events => events.Count > 0).ShouldHaveSingleItem();
        filled.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_key_and_an_id_choose_the_partition()
    {
        await using var producer = new EventHubProducerClient(ConnectionString + ";EntityPath=orders");

        await producer.SendAsync([new EventData("by key")], new SendEventOptions { PartitionKey = "customer-1" });
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { PartitionId = "1" });
        batch.TryAdd(new EventData("by id")).ShouldBeTrue();
        await producer.SendAsync(batch);

        Partitions()[3].ShouldBe(["by key"]);
        Partitions()[1].ShouldBe(["by id"]);
        _log.Read(_log.Hub("orders"), 3, 0, 1)[0].PartitionKey.ShouldBe("customer-1");
    }

    [Fact]
    public async Task A_batch_takes_what_fits_one_message()
    {
        await using var producer = new EventHubProducerClient(ConnectionString, "orders");
        using var batch = await producer.CreateBatchAsync();

        batch.MaximumSizeInBytes.ShouldBe(1024 * 1024);
        batch.TryAdd(new EventData(new byte[1024 * 1024])).ShouldBeFalse();
        batch.Count.ShouldBe(0);
        var count = 0;
        while (batch.TryAdd(new EventData(new byte[100_000])))
        {
            count++;
        }

        count.ShouldBe(10);
        batch.Count.ShouldBe(10);
        batch.SizeInBytes.ShouldBeInRange(1_000_000, 1024 * 1024);
    }

    [Fact]
    public async Task Too_much_for_one_message_is_refused_and_nothing_is_sent()
    {
        await using var producer = new EventHubProducerClient(ConnectionString, "orders");

        var refused = await Should.ThrowAsync<EventHubsException>(() => producer.SendAsync([new EventData(new byte[600_000]), new EventData(new byte[600_000])]));

        refused.IsTransient.ShouldBeFalse();
        refused.EventHubName.ShouldBe("orders");
        Partitions().ShouldAllBe(events => events.Count == 0);
    }

    [Fact]
    public async Task Key_and_id_together_are_refused()
    {
        await using var producer = new EventHubProducerClient(ConnectionString, "orders");

        await Should.ThrowAsync<InvalidOperationException>(() => producer.SendAsync([new EventData("a")], new SendEventOptions { PartitionKey = "k", PartitionId = "1" }));
        await Should.ThrowAsync<InvalidOperationException>(async () => await producer.CreateBatchAsync(new CreateBatchOptions { PartitionKey = "k", PartitionId = "1" }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await producer.CreateBatchAsync(new CreateBatchOptions { MaximumSizeInBytes = 2_000_000 }));
    }

    [Fact]
    public async Task Partitions_can_be_asked_for()
    {
        await using var producer = new EventHubProducerClient(_namespace, "orders", new NoCredential());

        (await producer.GetPartitionIdsAsync()).ShouldBe(["0", "1", "2", "3"]);
        (await producer.GetEventHubPropertiesAsync()).Name.ShouldBe("orders");
    }

    [Fact]
    public async Task A_namespace_that_nobody_serves_and_a_closed_producer_are_errors()
    {
        await using var lost = new EventHubProducerClient("Endpoint=sb://nowhere/;UseDevelopmentEmulator=true", "orders");
        var unreachable = await Should.ThrowAsync<EventHubsException>(() => lost.SendAsync([new EventData("a")]));
        unreachable.IsTransient.ShouldBeTrue();
        unreachable.Message.ShouldContain("'nowhere'");

        var closed = new EventHubProducerClient(ConnectionString, "orders");
        await closed.CloseAsync();
        (await Should.ThrowAsync<EventHubsException>(() => closed.SendAsync([new EventData("a")]))).IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("SharedAccessKey=c2VjcmV0")]
    [InlineData("Endpoint=not an address;SharedAccessKey=c2VjcmV0")]
    public void A_malformed_connection_string_is_refused_without_showing_it(string text)
    {
        var refused = Should.Throw<FormatException>(() => new EventHubProducerClient(text, "orders"));

        refused.Message.ShouldNotContain("c2VjcmV0");
        refused.Message.ShouldContain("connection string");
    }

    [Fact]
    public void The_event_hub_must_be_named_once()
    {
        Should.Throw<ArgumentException>(() => new EventHubProducerClient(ConnectionString));
        Should.Throw<ArgumentException>(() => new EventHubProducerClient(ConnectionString + ";EntityPath=clicks", "orders")).Message.ShouldContain("'clicks'");
    }

    [Fact]
    public void A_namespace_is_served_once()
        => Should.Throw<EmulatorStartException>(() => EventHubNamespaces.Serve(_namespace, _log)).Message.ShouldContain(_namespace);

    private List<List<string>> Partitions()
    {
        var hub = _log.Hub("orders");
        return [.. Enumerable.Range(0, hub.PartitionCount).Select(partition => _log.Read(hub, partition, 0, 100).Select(data => data.EventBody.ToString()).ToList())];
    }

    private sealed class NoCredential : Azure.Core.TokenCredential
    {
        public override Azure.Core.AccessToken GetToken(Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<Azure.Core.AccessToken> GetTokenAsync(Azure.Core.TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
