using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>The dead letters of the demo's run, found, mended, replayed and discarded in the browser.</summary>
public sealed class DeadLettersTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_rejected_record_is_found_mended_replayed_and_another_discarded()
    {
        await using var context = await product.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1200, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.SignInAsync(product);

        await page.GetByRole(AriaRole.Link, new() { Name = "Last run" }).First.ClickAsync(new() { Timeout = 90_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Mend and replay them" }).ClickAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.SaveAsync("dead-letters");
        await page.GetByLabel("Code, field, rule, step or pipeline").FillAsync("nothing has this");
        await Assertions.Expect(page.GetByText("No dead letters here")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.GetByLabel("Code, field, rule, step or pipeline").FillAsync("");

        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        var editor = page.GetByLabel("As it is to be replayed");
        await editor.FillAsync("{\"id\":");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save the record" })).ToBeDisabledAsync();
        await editor.FillAsync("{\"order_id\":12345678901234567890123,\"price\":0.10}");
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save the record" }).ClickAsync(), answer => answer.Request.Method == "PUT" && answer.Ok);
        await page.ReloadAsync();
        await Assertions.Expect(editor).ToHaveValueAsync("{\n  \"order_id\": 12345678901234567890123,\n  \"price\": 0.10\n}");
        await page.ShouldBeAccessibleAsync();
        await page.SaveAsync("dead-letter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("A run replays 1")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row).Last.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard the record" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Discarded")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task The_list_holds_on_a_telephone_and_says_what_failed(ColorScheme scheme)
    {
        await using var context = await product.Browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 360, Height = 760 } });
        var page = await context.NewPageAsync();
        await page.SignInAsync(product);
        await page.GetByRole(AriaRole.Link, new() { Name = "Last run: warning" }).First.WaitForAsync(new() { Timeout = 90_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.ShouldBeAccessibleAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await page.SaveAsync($"dead-letters-{scheme}-360");

        await page.GotoAsync($"{product.Address}/dead-letters?status=lost");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.ShouldBeAccessibleAsync();
    }
}
