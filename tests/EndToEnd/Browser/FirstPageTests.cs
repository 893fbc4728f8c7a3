using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>The first web page, clicked through as a new user would.</summary>
public sealed class FirstPageTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task A_new_user_signs_in_and_watches_the_demo_run()
    {
        await using var context = await product.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1200, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.SignInAsync(product);

        var row = page.GetByRole(AriaRole.Listitem).First;
        await Assertions.Expect(row.GetByText("Warning")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.ShouldBeAccessibleAsync();
        await page.SaveAsync("pipelines");

        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Warning", new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByText("10,000 records read")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("destination");
        await Assertions.Expect(page.GetByText("Rejected records")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.SaveAsync("run");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_in_words()
    {
        await using var context = await product.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(product.Address);
        await page.GetByLabel("Mail address").FillAsync(RunningProduct.Email);
        await page.GetByLabel("Password").FillAsync("not this one, surely");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The address or the password is wrong.");
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task The_pages_hold_in_every_light_and_on_a_telephone(ColorScheme scheme, int width)
    {
        await using var context = await product.Browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 760 } });
        var page = await context.NewPageAsync();
        await page.SignInAsync(product);
        await page.GetByRole(AriaRole.Link, new() { Name = "Last run" }).First.ClickAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        overflow.ShouldBe(0);
        await page.SaveAsync($"run-{scheme}-{width}");
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var context = await product.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(product.Address);
        await Assertions.Expect(page.GetByLabel("Mail address")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(RunningProduct.Email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(RunningProduct.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pipelines" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
    }
}
