using Microsoft.Playwright;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>A source whose fields change, and what a run would write: both as the run's page shows them.</summary>
[Collection(SharedProduct.Name)]
public sealed class DriftTests(EmptyProduct product)
{
    [Fact]
    public async Task Changed_fields_are_shown_with_a_proposed_rename_and_accepted()
    {
        await File.WriteAllTextAsync(product.FileOf("drifting.csv"), "id,customer_email,age\n1,ada@example.com,36\n2,bob@example.com,41\n");
        var pipeline = await product.Api.SaveAsync(Definition("drifting", "reject"));
        await product.Api.RunAsync(pipeline, "success");
        await File.WriteAllTextAsync(product.FileOf("drifting.csv"), "id,customer_mail,age\n1,ada@example.com,36.5\n2,bob@example.com,41.25\n");
        var run = await product.Api.RunAsync(pipeline, "failed");
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/runs/{run}");

        var changes = page.GetByRole(AriaRole.Region, new() { Name = "Changed fields" });
        await Assertions.Expect(changes.GetByRole(AriaRole.Row).Filter(new() { HasText = "customer_email" })).ToContainTextAsync("perhaps renamed to customer_mail");
        await Assertions.Expect(changes.GetByRole(AriaRole.Row).Filter(new() { HasText = "age" })).ToContainTextAsync("decimal");
        await page.LookAtAsync("run-drift");
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Accept the fields seen" }));
        await Assertions.Expect(page.GetByText("Accepted: retry this run")).ToBeVisibleAsync();
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Retry from where it stopped" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Warning", new() { Timeout = 60_000 });
        await Assertions.Expect(changes.GetByText("An attempt failed").First).ToBeVisibleAsync();
        await product.Api.RunAsync(pipeline, "success");
    }

    [Fact]
    public async Task A_dry_run_shows_what_it_would_write_and_is_run_for_real()
    {
        await File.WriteAllTextAsync(product.FileOf("drifting.csv"), "id,email\n1,ada@example.com\n2,nobody\n");
        var pipeline = await product.Api.SaveAsync(Definition("dry", "evolve"));
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();

        var plan = page.GetByRole(AriaRole.Region, new() { Name = "What would be written" });
        await Assertions.Expect(plan.GetByText("nothing has been written")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(plan).ToContainTextAsync("The file is created.");
        await Assertions.Expect(plan.GetByLabel("The first records")).ToContainTextAsync("ada@example.com");
        await Assertions.Expect(plan).ToContainTextAsync("1 would be rejected");
        await page.LookAtAsync("run-dry");

        await page.PressAsync(plan.GetByRole(AriaRole.Button, new() { Name = "Run it for real" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rejected records" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Mend and replay them" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
    }

    private static object Definition(string name, string policy) => new
    {
        name,
        schema_evolution = policy,
        source = new { connector_type = "file", config = new { path = "drifting.csv" } },
        transformations = name == "dry" ? [new { type = "field_validation", field_name = "email", validation_type = "email_format" }] : Array.Empty<object>(),
        destination = new { connector_type = "file", config = new { path = $"out/{name}.csv", write_mode = "replace" } },
    };
}
