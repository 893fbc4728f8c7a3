using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>A pipeline, written in the browser: what is wrong keeps it from being saved, what should be known of it does not.</summary>
[Collection(SharedProduct.Name)]
public sealed class EditorTests(EmptyProduct product)
{
    private const string Unsigned = "$.notifications.webhook_secret";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task Warnings_stand_beside_errors_and_only_errors_keep_a_pipeline_from_being_saved()
    {
        var page = await product.OpenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Create pipeline" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It can be saved: no errors, no warnings.")).ToBeVisibleAsync(new() { Timeout = 15_000 });

        var editor = page.GetByLabel("Definition (JSON)");
        await editor.FillAsync("{ \"name\": ");
        await Assertions.Expect(page.GetByText("This is no JSON yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create the pipeline" })).ToBeDisabledAsync();

        await editor.FillAsync(Definition("edited", "fil"));
        await Assertions.Expect(page.GetByText("1 error, 1 warning. It cannot be saved yet.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Assertions.Expect(page.GetByText(Unsigned)).ToBeVisibleAsync();
        await page.LookAtAsync("editor-errors");
        await page.GetByRole(AriaRole.Button, new() { Name = "$.source.connector_type" }).ClickAsync();
        await Assertions.Expect(editor).ToBeFocusedAsync();
        (await editor.EvaluateAsync<string>("area => area.value.slice(area.selectionStart, area.selectionEnd)")).ShouldBe("\"connector_type\": \"fil\"");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the pipeline" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It was not saved");

        await editor.FillAsync(Definition("edited", "file"));
        await Assertions.Expect(page.GetByText("1 warning. It can be saved.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.LookAtAsync("editor-warning");
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create the pipeline" }));

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "edited", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("the receiver cannot tell it from what others post")).ToBeVisibleAsync();
        await page.LookAtAsync("pipeline-warning");
    }

    [Fact]
    public async Task Who_saves_what_another_has_saved_meanwhile_is_told_so_and_overwrites_nothing()
    {
        var definition = JsonSerializer.Deserialize<JsonElement>(Definition("edited by two", "file"));
        var pipeline = await product.Api.SaveAsync(definition);
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        var editor = page.GetByLabel("Definition (JSON)");
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("edited by two"), new() { Timeout = 15_000 });
        await editor.FillAsync(Definition("edited by two", "file").Replace("people.csv", "mine.csv", StringComparison.Ordinal));

        await product.Api.ChangeAsync(pipeline, definition);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save a new version" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody has saved this pipeline since you opened it");
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("mine.csv"));
        await page.LookAtAsync("editor-stale");
    }

    [Fact]
    public async Task What_was_not_saved_is_offered_again_after_a_link_and_after_a_session_that_ended()
    {
        var text = Definition("kept", "file");
        var pipeline = await product.Api.SaveAsync(JsonSerializer.Deserialize<JsonElement>(text));
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}/edit");
        var editor = page.GetByLabel("Definition (JSON)");
        var offer = page.GetByText("Your unsaved text was kept.");
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("people.csv"));
        await Assertions.Expect(offer).ToBeHiddenAsync();
        await editor.FillAsync(text.Replace("people.csv", "mine.csv", StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Link, new() { Name = "Notifications" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Notifications" })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Assertions.Expect(offer).ToBeVisibleAsync();
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("mine.csv"));
        await page.LookAtAsync("editor-kept");

        await page.RouteAsync("**/api/v1/**", route => route.FulfillAsync(new() { Status = 401 }));
        await Assertions.Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.GetByLabel("Mail address").FillAsync(RunningProduct.Email);
        await page.GetByLabel("Password").FillAsync(RunningProduct.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("mine.csv"));
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Discard it" }));

        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("people.csv"));
        await Assertions.Expect(editor).ToBeFocusedAsync();
        await Assertions.Expect(offer).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_edits_is_told_at_once_that_another_has_saved_and_then_opens_what_that_one_saved()
    {
        var text = Definition("overtaken", "file");
        var pipeline = await product.Api.SaveAsync(JsonSerializer.Deserialize<JsonElement>(text));
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/pipelines/{pipeline}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        var editor = page.GetByLabel("Definition (JSON)");
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("people.csv"));

        await product.Api.ChangeAsync(pipeline, JsonSerializer.Deserialize<JsonElement>(text.Replace("people.csv", "theirs.csv", StringComparison.Ordinal)));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody has saved this pipeline since you opened it");
        await page.LookAtAsync("editor-overtaken");
        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("people.csv"));
        await page.GetByRole(AriaRole.Link, new() { Name = "open the newest version" }).ClickAsync();

        await Assertions.Expect(editor).ToHaveValueAsync(new Regex("theirs.csv"));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    private static string Definition(string name, string type) => JsonSerializer.Serialize(
        new
        {
            name,
            source = new { connector_type = type, config = new { path = "people.csv" } },
            destination = new { connector_type = "file", config = new { path = "out/edited.csv" } },
            notifications = new { webhook = "https://example.com/hook" },
        },
        Indented);
}
