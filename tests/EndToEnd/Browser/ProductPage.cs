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
