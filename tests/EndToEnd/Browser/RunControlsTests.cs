using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Faults;
using Microsoft.Playwright;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>A run that is paused, resumed, cancelled and retried by the buttons of its page.</summary>
[Collection(SharedProduct.Name)]
public sealed class RunControlsTests(EmptyProduct product, PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_run_is_paused_resumed_and_cancelled()
    {
        await using var api = new PagedApi();
        api.HoldFrom(300);
        var page = await OpenAsync("paused and cancelled", api);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await AskedAsync(api, 300);
        await Assertions.Expect(page.GetByText("kB so far")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        await page.LookAtAsync("run-pausing");

        api.Mend();
        await Assertions.Expect(Status(page)).ToContainTextAsync("Paused", Patiently);
        await Assertions.Expect(page.GetByText("Somebody to resume it")).ToBeVisibleAsync();
        await page.LookAtAsync("run-paused");

        api.HoldFrom(800);
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await AskedAsync(api, 800);
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }));
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("cannot be resumed or retried");
        await page.LookAtAsync("run-cancel");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }));
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }));
        await Assertions.Expect(Status(page)).ToContainTextAsync("Cancelled", Patiently);
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "Run", Exact = true }).GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_failed_run_says_why_and_is_retried_from_where_it_stopped()
    {
        await using var api = new PagedApi();
        api.FailFrom(300);
        var page = await OpenAsync("retried", api);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Assertions.Expect(Status(page)).ToContainTextAsync("Failed", Patiently);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("503");
        await page.LookAtAsync("run-failed");

        api.Mend();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry from where it stopped" }).ClickAsync();
        await Assertions.Expect(Status(page)).ToContainTextAsync("Success", Patiently);
        await Assertions.Expect(page.GetByText("attempt 2")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("1,000 records read")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Breadcrumb" }).GetByRole(AriaRole.Link, new() { Name = "retried" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Last runs" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
    }

    private async Task<IPage> OpenAsync(string name, PagedApi api)
    {
        var pipeline = await product.Api.SaveAsync(new
        {
            name,
            source = api.Source,
            destination = new { connector_type = "postgresql", config = ProductApi.Table(await postgres.CreateDatabaseAsync(), "orders") },
            error_handling = new { retry_policy = new { max_retries = 0 } },
        });
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        return page;
    }

    private static ILocator Status(IPage page) => page.GetByRole(AriaRole.Status).First;

    private static Task AskedAsync(PagedApi api, int offset) => Eventually.HoldsAsync(() => Task.FromResult(api.Asked.Contains(offset)), $"the source is asked for record {offset}");
}
