using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Emulator;
using DataAggregator.Emulator.EventHubs;
using DataAggregator.Tests.Emulator.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.EventHubs;

public sealed class EventHubRestTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-namespace=";
    private readonly ManualTime _time = new();
    private readonly string _namespace = $"test-{Guid.NewGuid():N}";
    private TestApp _app = null!;

    private EventHubLog Log => _app.Host.Services.GetRequiredService<EventHubServer>().Log(_namespace)!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(builder =>
    {
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Events"] = $"Endpoint=sb://{_namespace}/;SharedAccessKeyName=Root;SharedAccessKey={Key};UseDevelopmentEmulator=true" });
        builder.UseEmulator(options => options.MapEndpoints = endpoints => endpoints.MapEventHubs());
    });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task One_event_is_the_body_as_it_is()
    {
        using var content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

        (await SendAsync("/orders/partitions/2/messages?timeout=60", content)).StatusCode.ShouldBe(HttpStatusCode.Created);

        var data = Log.Read(Log.Hub("orders"), 2, 0, 10).ShouldHaveSingleItem();
        data.Body.ToArray().ShouldBe([1, 2, 3]);
        data.ContentType.ShouldBe("application/octet-stream");
    }

    [Fact]
    public async Task A_batch_with_a_key_lands_in_the_keys_partition_with_its_properties()
    {
        using var content = Batch("""[{"Body":"a","UserProperties":{"kind":"order","count":3,"ratio":0.5,"late":true}},{"Body":"b"}]""");
        content.Headers.Add("BrokerProperties", """{"PartitionKey":"customer-1"}""");

        (await SendAsync("/orders/messages", content)).StatusCode.ShouldBe(HttpStatusCode.Created);

        var hub = Log.Hub("orders");
        var events = Log.Read(hub, hub.PartitionByKey("customer-1"), 0, 10);
        events.Select(data => (data.EventBody.ToString(), data.PartitionKey)).ShouldBe([("a", "customer-1"), ("b", "customer-1")]);
        events[0].Properties.ShouldBe(new Dictionary<string, object> { ["kind"] = "order", ["count"] = 3L, ["ratio"] = 0.5, ["late"] = true }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"Body\":5}]")]
    [InlineData("[{}]")]
    [InlineData("[{\"Body\":\"a\",\"UserProperties\":{\"x\":[]}}]")]
    [InlineData("[")]
    public async Task A_malformed_batch_is_refused_and_nothing_is_kept(string body)
    {
        using var content = Batch(body);

        (await SendAsync("/orders/messages", content)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        Enumerable.Range(0, 4).Sum(partition => Log.Read(Log.Hub("orders"), partition, 0, 10).Count).ShouldBe(0);
    }

    [Fact]
    public async Task Too_much_an_unknown_partition_and_an_impossible_name_are_refused()
    {
        using var large = new ByteArrayContent(new byte[1024 * 1024]);
        (await SendAsync("/orders/messages", large)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var huge = new ByteArrayContent(new byte[5 * 1024 * 1024]);
        (await SendAsync("/orders/messages", huge)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var lost = Batch("[{\"Body\":\"a\"}]");
        (await SendAsync("/orders/partitions/9/messages", lost)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var unnamed = Batch("[{\"Body\":\"a\"}]");
        (await SendAsync("/-bad-/messages", unnamed)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var header = Batch("[{\"Body\":\"a\"}]");
        header.Headers.Add("BrokerProperties", "customer-1");
        (await SendAsync("/orders/messages", header)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_request_needs_a_token_of_the_namespaces_key_that_is_for_the_hub_and_lives()
    {
        var resource = $"https://{_namespace}/orders";
        var later = _time.GetUtcNow().AddMinutes(5);
        (await StatusAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("Bearer x")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("SharedAccessSignature sr=x")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(Token(resource, later, "another key"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(Token(resource, _time.GetUtcNow()))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(Token($"https://{_namespace}/clicks", later))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(Token($"https://{_namespace}/order", later))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(Token(resource, later).Replace("skn=Root", "skn=Other", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Unauthorized);

        (await StatusAsync(Token(resource, later))).ShouldBe(HttpStatusCode.Created);
        (await StatusAsync(Token($"https://{_namespace}/", later))).ShouldBe(HttpStatusCode.Created);
    }

    private static StringContent Batch(string json) => new(json, Encoding.UTF8, "application/vnd.microsoft.servicebus.json");

    private async Task<HttpStatusCode> StatusAsync(string? authorization)
    {
        using var content = Batch("[{\"Body\":\"a\"}]");
        return (await SendAsync("/orders/messages", content, authorization)).StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(string path, HttpContent content) => SendAsync(path, content, Token($"https://{_namespace}", _time.GetUtcNow().AddMinutes(5)));

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await _app.Client.SendAsync(request);
    }

    private static string Token(string resource, DateTimeOffset expiry, string key = Key)
    {
        var encoded = Uri.EscapeDataString(resource);
        var seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{encoded}\n{seconds}")));
        return $"SharedAccessSignature sr={encoded}&sig={Uri.EscapeDataString(signature)}&se={seconds}&skn=Root";
    }
}
