using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlTransformationStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly SetTime time = new(RunSamples.Start);
    private ServiceProvider? services;

    private ITransformationStore Store => services!.GetRequiredService<ITransformationStore>();

    private IPipelineStore Pipelines => services!.GetRequiredService<IPipelineStore>();

    public async Task InitializeAsync() => services = await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token), time);

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task A_transformation_comes_back_with_what_the_store_sets()
    {
        var schema = new Schema(new Field("price", DataType.Decimal, Nullable: true), new Field("at", DataType.LocalTimestamp, Nullable: false, SourceType: "timestamp"));
        var created = await Store.CreateAsync(Steps("clean", """[{"b":1.10,"a":"✗ \u0000"}]""") with { Description = "d", InputSchema = schema }, Token);

        (created.Version, created.CreatedAt, created.UpdatedAt).ShouldBe((1, RunSamples.Start, RunSamples.Start));
        var found = (await Store.FindAsync(created.Id, Token)).ShouldNotBeNull();
        found.Steps.GetRawText().ShouldBe("""[{"b":1.10,"a":"✗ \u0000"}]""");
        found.InputSchema.ShouldBe(schema);
        (found with { Steps = default, InputSchema = null }).ShouldBe(created with { Steps = default, InputSchema = null });
        (await Store.FindAsync("unknown", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Each_change_is_a_version_of_its_own_and_older_ones_stay()
    {
        var first = await Store.CreateAsync(Steps("clean", "[1]"), Token);
        time.Now += TimeSpan.FromHours(1);

        var second = await Store.UpdateAsync(Steps("tidy", "[2]") with { Id = first.Id, Author = "bob" }, 1, Token);

        (second.Version, second.Name, second.Author, second.CreatedAt, second.UpdatedAt).ShouldBe((2, "tidy", "bob", RunSamples.Start, RunSamples.Start.AddHours(1)));
        (await Store.FindAsync(first.Id, Token))!.Steps.GetRawText().ShouldBe("[2]");
        var kept = (await Store.FindAsync([new(first.Id, 1)], Token)).ShouldHaveSingleItem();
        (kept.Version, kept.Name, kept.Author, kept.Steps.GetRawText()).ShouldBe((1, "clean", "ann", "[1]"));
        await Should.ThrowAsync<StaleVersionException>(() => Store.UpdateAsync(second, 1, Token));
        await Should.ThrowAsync<KeyNotFoundException>(() => Store.UpdateAsync(second with { Id = "unknown" }, null, Token));
    }

    [Fact]
    public async Task Of_changes_made_at_once_on_one_version_one_is_saved()
    {
        var first = await Store.CreateAsync(Steps("clean", "[]"), Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return (await Store.UpdateAsync(first, 1, Token)).Version;
            }
            catch (StaleVersionException)
            {
                return 0;
            }
        }));

        results.Order().ShouldBe([0, 0, 0, 0, 0, 0, 0, 2]);
    }

    [Fact]
    public async Task References_are_found_together_the_newest_where_no_version_is_named()
    {
        var a = await Store.CreateAsync(Steps("a", "[1]"), Token);
        await Store.UpdateAsync(Steps("a", "[2]") with { Id = a.Id }, null, Token);
        var b = await Store.CreateAsync(Steps("b", "[3]"), Token);

        var found = await Store.FindAsync([new(a.Id, 1), new(a.Id, null), new(a.Id, null), new(b.Id, null), new(b.Id, 7), new("unknown", null)], Token);

        found.Select(saved => $"{saved.Name}{saved.Version}").Order().ShouldBe(["a1", "a2", "b1"]);
        (await Store.FindAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_belongs_to_one_transformation_until_that_is_deleted()
    {
        var clean = await Store.CreateAsync(Steps("clean", "[]"), Token);
        var other = await Store.CreateAsync(Steps("other", "[]"), Token);

        await Should.ThrowAsync<ConflictException>(() => Store.CreateAsync(Steps("clean", "[]"), Token));
        (await Should.ThrowAsync<ConflictException>(() => Store.UpdateAsync(other with { Name = "clean" }, null, Token))).Message.ShouldContain("'clean'");
        (await Store.FindAsync(other.Id, Token))!.Version.ShouldBe(1);
        (await Store.DeleteAsync(clean.Id, null, Token)).ShouldBeTrue();
        await Store.CreateAsync(Steps("clean", "[]"), Token);
    }

    [Fact]
    public async Task Deleting_keeps_the_versions_for_runs_and_for_nobody_else()
    {
        var clean = await Store.CreateAsync(Steps("clean", "[1]"), Token);

        await Should.ThrowAsync<StaleVersionException>(() => Store.DeleteAsync(clean.Id, 2, Token));
        (await Store.DeleteAsync(clean.Id, 1, Token)).ShouldBeTrue();

        (await Store.DeleteAsync(clean.Id, null, Token)).ShouldBeFalse();
        (await Store.FindAsync(clean.Id, Token)).ShouldBeNull();
        (await Store.FindAsync([new(clean.Id, 1)], Token)).ShouldBeEmpty();
        (await Store.ListVersionsAsync(clean.Id, new PageRequest(), Token)).Items.ShouldBeEmpty();
        (await Store.FindVersionsAsync([new(clean.Id, 1), new(clean.Id, 2)], Token)).ShouldHaveSingleItem().Steps.GetRawText().ShouldBe("[1]");
    }

    [Fact]
    public async Task What_a_pipeline_refers_to_stays_until_its_newest_version_does_not()
    {
        var clean = await Store.CreateAsync(Steps("clean", "[]"), Token);
        var user = await Pipelines.CreateAsync(new PipelineDraft("orders", Referring(clean.Id), true, "ann"), Token);
        await Pipelines.CreateAsync(new PipelineDraft("sales", Json("""{"transformations":[]}"""), true, "ann"), Token);

        (await Pipelines.UsersOfTransformationAsync(clean.Id, Token)).ShouldBe(["orders"]);
        await Should.ThrowAsync<ConflictException>(() => Store.DeleteAsync(clean.Id, null, Token));

        await Pipelines.UpdateAsync(user.Id, new PipelineDraft("orders", Json("{}"), true, "ann"), null, Token);
        (await Pipelines.UsersOfTransformationAsync(clean.Id, Token)).ShouldBeEmpty();
        (await Store.DeleteAsync(clean.Id, null, Token)).ShouldBeTrue();
        (await Should.ThrowAsync<ConflictException>(() => Pipelines.CreateAsync(new PipelineDraft("late", Referring(clean.Id), true, "ann"), Token))).Message.ShouldContain("deleted");
    }

    [Theory]
    [InlineData(null, "t0 t1 t2 t3 t4")]
    [InlineData("-name", "t4 t3 t2 t1 t0")]
    [InlineData("created_at", "t0 t1 t2 t3 t4")]
    [InlineData("-updated_at", "t1 t4 t3 t2 t0")]
    public async Task Pages_follow_any_order_with_the_newest_version_each(string? sort, string expected)
    {
        List<SavedTransformation> saved = [];
        for (var i = 0; i < 5; i++)
        {
            time.Now += TimeSpan.FromMinutes(1);
            saved.Add(await Store.CreateAsync(Steps($"t{i}", "[]"), Token));
        }

        time.Now += TimeSpan.FromMinutes(1);
        await Store.UpdateAsync(saved[1], null, Token);

        var seen = await PagedAsync(cursor => Store.ListAsync(new PageRequest(2, cursor, Sort: sort), Token));

        string.Join(' ', seen.Select(item => item.Name)).ShouldBe(expected);
        seen.Single(item => item.Name == "t1").Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(null, null, "5 4 3 2 1")]
    [InlineData("version", null, "1 2 3 4 5")]
    [InlineData(null, "2", "2")]
    public async Task Versions_are_paged_newest_first_and_found_by_their_names(string? sort, string? query, string expected)
    {
        var saved = await Store.CreateAsync(Steps("v1", "[]"), Token);
        for (var i = 2; i <= 5; i++)
            await Store.UpdateAsync(saved with { Name = $"v{i}" }, null, Token);

        var seen = await PagedAsync(cursor => Store.ListVersionsAsync(saved.Id, new PageRequest(2, cursor, query, sort), Token));

        string.Join(' ', seen.Select(item => item.Version)).ShouldBe(expected);
        await Should.ThrowAsync<InvalidDocumentException>(() => Store.ListVersionsAsync(saved.Id, new PageRequest(Sort: "name"), Token));
    }

    private static async Task<List<SavedTransformation>> PagedAsync(Func<string?, Task<Page<SavedTransformation>>> read)
    {
        List<SavedTransformation> seen = [];
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return seen;
    }

    private static SavedTransformation Steps(string name, string steps) => new("", 0, name, null, null, Json(steps), default, default, "ann");

    private static JsonElement Referring(string id) => Json($$"""{"transformations":[{"type":"x"},{"transformation_id":"{{id}}","version":1},{"type":"conditional","then":[{"transformation_id":"{{id}}"}]}]}""");

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
