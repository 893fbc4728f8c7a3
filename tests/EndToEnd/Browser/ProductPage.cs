using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>What every test of a page of the product does.</summary>
internal static class ProductPage
{
    /// <summary>Signs the administrator in; ends at the pipelines.</summary>
    public static async Task SignInAsync(this IPage page, RunningProduct product)
    {
        await page.GotoAsync(product.Address);
        await page.GetByLabel("Mail address").FillAsync(RunningProduct.Email);
        await page.GetByLabel("Password").FillAsync(RunningProduct.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pipelines" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    /// <summary>A page of a browser of its own, the administrator signed in.</summary>
    public static async Task<IPage> OpenAsync(this RunningProduct product)
    {
        var context = await product.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1200, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.SignInAsync(product);
        return page;
    }

    /// <summary>Holds the page as it stands against the rules of axe on a wide screen in the light and on a telephone in the dark, where it must not be wider than the screen; keeps pictures.</summary>
    public static async Task LookAtAsync(this IPage page, string name)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Dark, 360), (ColorScheme.Light, 1200) })
        {
            await page.SetViewportSizeAsync(width, 800);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ShouldBeAccessibleAsync();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, $"{name} is wider than {width} pixels");
            await page.SaveAsync($"{name}-{scheme}-{width}");
        }
    }

    /// <summary>Goes to an element by the keyboard alone.</summary>
    public static async Task TabToAsync(this IPage page, ILocator element)
    {
        await Assertions.Expect(element).ToBeEnabledAsync(new() { Timeout = 30_000 });
        for (var presses = 0; presses < 100; presses++)
        {
            if (await element.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"The keyboard does not come to {element}.");
    }

    /// <summary>Goes to an element by the keyboard alone and presses it.</summary>
    public static async Task PressAsync(this IPage page, ILocator element)
    {
        await page.TabToAsync(element);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Holds the page against the rules of axe.</summary>
    public static async Task ShouldBeAccessibleAsync(this IPage page)
    {
        var result = await page.RunAxe();
        result.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join(", ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    /// <summary>Keeps a picture of the page where <c>DATAAGGREGATOR_SCREENSHOTS</c> names a folder.</summary>
    public static async Task SaveAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DATAAGGREGATOR_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
