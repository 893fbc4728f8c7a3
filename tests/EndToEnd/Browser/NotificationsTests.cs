using System.Text.RegularExpressions;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>Who was told of a run that failed: a mail that was sent, and a webhook that is not taken.</summary>
[Collection(SharedProduct.Name)]
public sealed class NotificationsTests(EmptyProduct product)
{
    [Fact]
    public async Task What_was_sent_and_what_is_tried_again_are_listed_with_the_reason()
    {
        await using var receiver = new WebServer(context => WebServer.AnswerAsync(context, "{}", StatusCodes.Status500InternalServerError));
        var pipeline = await product.Api.SaveAsync(new
        {
            name = "told about",
            source = new { connector_type = "file", config = new { path = "not-there.csv" } },
            destination = new { connector_type = "file", config = new { path = "out/told.csv" } },
            notifications = new { email = new[] { "ops@example.com" }, webhook = $"{receiver.Address}/hook", webhook_secret = "agreed on with the receiver" },
        });
        await product.Api.RunAsync(pipeline, "failed");
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Its notifications" }).ClickAsync();

        var mail = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "ops@example.com" });
        var webhook = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "/hook" });
        await Assertions.Expect(mail).ToContainTextAsync("Sent", new() { Timeout = 60_000 });
        await Assertions.Expect(webhook).ToContainTextAsync("Trying again", new() { Timeout = 60_000 });
        await Assertions.Expect(webhook).ToContainTextAsync("500");
        await page.LookAtAsync("notifications");

        await page.GetByLabel("State").SelectOptionAsync("given_up");
        await Assertions.Expect(page.GetByText("No notifications here")).ToBeVisibleAsync();
        await page.LookAtAsync("notifications-none");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all", Exact = true }).ClickAsync();
        await mail.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Its notifications" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"\?run_id="));
        await Assertions.Expect(mail).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_says_that_it_loads_and_what_failed()
    {
        var page = await product.OpenAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(new Regex("/api/v1/notifications"), async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync($"{product.Address}/notifications?status=lost");
        await Assertions.Expect(page.GetByLabel("Loading notifications")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        answer.SetResult();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.LookAtAsync("notifications-error");
    }
}
