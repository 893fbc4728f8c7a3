using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Microsoft.Playwright;
using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>A dead letter that is found, mended, replayed, got back from a replay of which nobody knows whether it delivered it, and discarded: by the keyboard alone.</summary>
[Collection(SharedProduct.Name)]
public sealed class ReleaseTests(EmptyProduct product, PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // The records are in the books, but the transaction that brings them fails, for a reason that is not theirs.
    private const string Break = """
        CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '42P01'; END $$;
        CREATE TRIGGER broken BEFORE UPDATE ON _dataaggregator_ledger FOR EACH ROW EXECUTE FUNCTION broken()
        """;

    [Fact]
    public async Task A_letter_that_a_failed_replay_holds_is_released_and_discarded_by_keyboard()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var page = await RejectedAsync(connection);

        await page.PressAsync(page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First);
        var editor = page.GetByLabel("As it is to be replayed");
        await page.TabToAsync(editor);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync("""{"id": 2, "email": "bob@example.com"}""");
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save the record" }));
        await Assertions.Expect(page.GetByText("bob@example.com")).ToBeVisibleAsync();
        await Database.ExecuteAsync(connection, Break);
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }));
        await page.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "A run replays 1" }));

        var release = page.GetByRole(AriaRole.Button, new() { Name = "Release it" });
        await Assertions.Expect(release).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.LookAtAsync("replay-held");
        await page.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "What it replays" }));
        await page.PressAsync(page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First);
        await Assertions.Expect(page.GetByText("it cannot be mended, discarded or replayed meanwhile")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
        await page.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "A replay", Exact = true }));

        await Database.ExecuteAsync(connection, "DROP TABLE _dataaggregator_ledger");
        await page.PressAsync(release);
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The destination is asked what it holds");
        await page.ShouldBeAccessibleAsync();
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Give it up" }));
        await Assertions.Expect(page.GetByText("The destination could not be asked")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.LookAtAsync("replay-uncertain");
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Open it without knowing" }));
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("stand in the destination twice");
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Open at the risk of doubles" }));
        await Assertions.Expect(page.GetByText("1 record is open again that may have been delivered")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();

        await page.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Open dead letters of the pipeline" }));
        await page.PressAsync(page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First);
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Discard", Exact = true }));
        await page.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Discard the record" }));
        await Assertions.Expect(page.GetByText("Discarded")).ToBeVisibleAsync();
    }

    /// <summary>The list of the dead letters of a run that rejected one of two records.</summary>
    private async Task<IPage> RejectedAsync(string connection)
    {
        await File.WriteAllTextAsync(product.FileOf("released.csv"), "id,email\n1,ada@example.com\n2,nobody\n");
        var pipeline = await product.Api.SaveAsync(new
        {
            name = "released",
            source = new { connector_type = "file", config = new { path = "released.csv" } },
            transformations = new[] { new { type = "field_validation", field_name = "email", validation_type = "email_format" } },
            destination = new { connector_type = "postgresql", config = ProductApi.Table(connection, "people") },
            error_handling = new { retry_policy = new { max_retries = 0 } },
        });
        await product.Api.RunAsync(pipeline, "warning");
        var page = await product.OpenAsync();
        await page.GotoAsync($"{product.Address}/dead-letters?pipeline_id={pipeline}");
        return page;
    }
}
