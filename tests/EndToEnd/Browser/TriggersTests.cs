using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>The page of a pipeline: what starts it, and the address of its webhook.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class TriggersTests(EmptyProduct product)
{
    [Theory]
    [InlineData(ColorScheme.Dark, 360)]
    [InlineData(ColorScheme.Light, 1200)]
    public async Task A_webhook_gets_an_address_that_is_shown_once_and_starts_a_run(ColorScheme scheme, int width)
    {
        using var http = new HttpClient { BaseAddress = new Uri(product.Address) };
        var name = $"hooked {scheme}";
        await SaveAsync(name);
        await using var context = await product.Browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.SignInAsync(product);

        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByText("It has no address yet.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Assertions.Expect(page.GetByText("the event order.created")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an address of webhook" }).ClickAsync();
        var field = page.GetByLabel("Its address", new() { Exact = false });
        await Assertions.Expect(field).ToHaveValueAsync(Address());
        var address = await field.InputValueAsync();
        await page.ShouldBeAccessibleAsync();
        await page.SaveAsync($"pipeline-{scheme}-{width}");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);

        using var answer = await http.PostAsJsonAsync(new Uri(address), new { });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "a run" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(field).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it away" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It has no address yet.")).ToBeVisibleAsync();
        using var gone = await http.PostAsJsonAsync(new Uri(address), new { });
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<string> SaveAsync(string name) => product.Api.SaveAsync(new
    {
        name,
        description = "Starts when somebody says so.",
        source = new { connector_type = "file", config = new { path = "missing.csv", file_format = "csv" } },
        destination = new { connector_type = "file", config = new { path = "out/hooked.csv" } },
        schedule = new { expression = "0 8 * * 1-5", timezone = "Europe/Vienna" },
        triggers = new object[] { new { type = "webhook" }, new { type = "event", @event = "order.created" }, new { type = "file", path = "inbox/*.csv" } },
    });

    [GeneratedRegex("/api/v1/hooks/whk_[A-Za-z0-9_-]{43}$")]
    private static partial Regex Address();
}
