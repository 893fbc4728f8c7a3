using DataAggregator.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>A pipeline whose runs have to be given values: they are asked for before it starts, by the keyboard alone.</summary>
[Collection(SharedProduct.Name)]
public sealed class ParametersTests(EmptyProduct product)
{
    [Fact]
    public async Task A_run_is_started_with_the_values_that_it_needs()
    {
        await File.WriteAllTextAsync(product.FileOf("given.csv"), "id,region\n1,eu\n2,us\n3,us\n");
        var pipeline = await product.Api.SaveAsync(new
        {
            name = "asks",
            source = new { connector_type = "file", config = new { path = "${file}" } },
            transformations = new[] { new { type = "record_filter", condition = new { field = "region", @operator = "equals", value = "${region}" } } },
            destination = new { connector_type = "file", config = new { path = "asks.ndjson", write_mode = "replace" } },
            parameters = new { region = "us" },
        });
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Run asks", Exact = true });
        var file = dialog.GetByLabel("file", new() { Exact = true });
        var runNow = page.GetByRole(AriaRole.Button, new() { Name = "Run now" });

        await page.PressAsync(runNow);
        await Assertions.Expect(file).ToBeFocusedAsync();
        await page.LookAtAsync("run-parameters");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(runNow).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(file).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync("given.csv");
        await page.RouteAsync("**/execute", route => route.AbortAsync());
        var begin = dialog.GetByRole(AriaRole.Button, new() { Name = "Start" });
        await page.PressAsync(begin);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(begin).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(runNow).ToBeFocusedAsync();
        await page.UnrouteAsync("**/execute");

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(file).ToHaveValueAsync("given.csv");
        await page.Keyboard.PressAsync("Enter");
        await ShouldWriteAsync("""{"id":2,"region":"us"}""", """{"id":3,"region":"us"}""");

        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }));
        var dry = page.GetByRole(AriaRole.Dialog, new() { Name = "Dry run asks" });
        await Assertions.Expect(dry.GetByLabel("file", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync("given.csv");
        await page.TabToAsync(dry.GetByLabel("region (the pipeline's own value where left empty)"));
        await page.Keyboard.InsertTextAsync("eu");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("This was a dry run: nothing has been written.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Run it for real" }));
        await Assertions.Expect(file).ToBeFocusedAsync();
        await Assertions.Expect(file).ToHaveValueAsync("given.csv");
        await page.Keyboard.PressAsync("Enter");
        await ShouldWriteAsync("""{"id":1,"region":"eu"}""");
    }

    private Task ShouldWriteAsync(params string[] records)
    {
        var path = product.FileOf("asks.ndjson");
        return Eventually.HoldsAsync(async () => File.Exists(path) && (await File.ReadAllTextAsync(path)).TrimEnd() == string.Join('\n', records), $"these records are written: {string.Join(", ", records)}");
    }
}
