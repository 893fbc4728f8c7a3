using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAggregator.Local.Demo;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class SampleOrdersApiTests : IAsyncLifetime
{
    private static readonly HttpClient Client = new() { DefaultRequestHeaders = { { "X-API-Key", SampleOrdersApi.Key } } };
    private SampleOrdersApi api = null!;

    [Fact]
    public async Task Its_ten_thousand_orders_have_the_counts_that_the_demo_promises()
    {
        var orders = new List<JsonElement>();
        for (var offset = 0; ; offset += 1000)
        {
            var page = await Client.GetFromJsonAsync<JsonElement[]>($"{api.Orders}?offset={offset}&limit=1000");
            orders.AddRange(page!);
            if (page!.Length < 1000)
                break;
        }

        orders.Count.ShouldBe(10_000);
        orders.Select(order => order.GetProperty("order_id").GetString()).ShouldBe(Enumerable.Range(1, 10_000).Select(number => $"ORD-{number:D5}"));
        var completed = orders.Where(order => order.GetProperty("status").GetString() == "completed").ToList();
        completed.Count.ShouldBe(SampleOrder.Completed);
        completed.Count(order => !order.GetProperty("customer_email").GetString()!.Contains('@')).ShouldBe(SampleOrder.BrokenEmails);
        orders.ShouldAllBe(order => order.GetProperty("price").ValueKind == JsonValueKind.Number && order.GetProperty("quantity").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_page_begins_at_its_offset_and_is_the_same_at_every_call()
    {
        var first = await Client.GetStringAsync($"{api.Orders}?offset=9998&limit=100");

        first.ShouldBe(await Client.GetStringAsync($"{api.Orders}?offset=9998&limit=100"));
        JsonDocument.Parse(first).RootElement.EnumerateArray().Select(order => order.GetProperty("order_id").GetString()).ShouldBe(["ORD-09999", "ORD-10000"]);
    }

    [Theory]
    [InlineData("wrong", "", HttpStatusCode.Unauthorized)]
    [InlineData(SampleOrdersApi.Key, "?limit=1001", HttpStatusCode.BadRequest)]
    [InlineData(SampleOrdersApi.Key, "?limit=0", HttpStatusCode.BadRequest)]
    [InlineData(SampleOrdersApi.Key, "?offset=-1", HttpStatusCode.BadRequest)]
    [InlineData(SampleOrdersApi.Key, "?offset=2147483647", HttpStatusCode.OK)]
    public async Task It_refuses_what_a_real_shop_refuses(string key, string query, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Orders}{query}") { Headers = { { "X-API-Key", key } } };
        using var stranger = new HttpClient();

        using var answer = await stranger.SendAsync(request);

        answer.StatusCode.ShouldBe(status);
    }

    public async Task InitializeAsync() => api = await SampleOrdersApi.StartAsync(null, CancellationToken.None);

    public Task DisposeAsync() => api.DisposeAsync().AsTask();
}
