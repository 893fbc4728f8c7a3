using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlPipelineStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly SetTime time = new(RunSamples.Start);
    private ServiceProvider? services;

    private IPipelineStore Store => services!.GetRequiredService<IPipelineStore>();

    public async Task InitializeAsync() => services = await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token), time);

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task A_pipeline_comes_back_as_it_was_written()
    {
        var created = await Store.CreateAsync(new PipelineDraft("orders", Document("""{"name":"orders","b":1.10,"a":"✗ \u0000"}"""), true, "ann"), Token);

        var found = (await Store.FindAsync(created.Id, Token)).ShouldNotBeNull();
        found.Document.GetRawText().ShouldBe("""{"name":"orders","b":1.10,"a":"✗ \u0000"}""");
        (found with { Document = default }).ShouldBe(created with { Document = default });
        (found.Version, found.Name, found.Enabled, found.Author, found.CreatedAt).ShouldBe((1, "orders", true, "ann", RunSamples.Start));
        (await Store.FindAsync("unknown", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Each_change_is_a_version_of_its_own_and_older_ones_stay()
    {
        var first = await Store.CreateAsync(new PipelineDraft("orders", Document("""{"v":1}"""), true, "ann"), Token);
        time.Now += TimeSpan.FromHours(1);

        var second = await Store.UpdateAsync(first.Id, new PipelineDraft("sales", Document("""{"v":2}"""), false, "bob"), first.Version, Token);

        (second.Version, second.Name, second.Enabled, second.Author, second.CreatedAt, second.UpdatedAt)
            .ShouldBe((2, "sales", false, "bob", RunSamples.Start, RunSamples.Start.AddHours(1)));
        (await Store.FindAsync(first.Id, Token))!.Document.GetRawText().ShouldBe("""{"v":2}""");
        var kept = (await Store.FindVersionAsync(first.Id, 1, Token)).ShouldNotBeNull();
        (kept.Name, kept.Enabled, kept.Author, kept.UpdatedAt, kept.Document.GetRawText()).ShouldBe(("orders", true, "ann", RunSamples.Start, """{"v":1}"""));
        (await Store.FindVersionAsync(first.Id, 3, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_changes_made_at_once_on_one_version_one_is_saved()
    {
        var first = await Store.CreateAsync(new PipelineDraft("orders", Document("{}"), true, "ann"), Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                return (await Store.UpdateAsync(first.Id, new PipelineDraft("orders", Document("{}"), true, $"author {i}"), 1, Token)).Version;
            }
            catch (StaleVersionException)
            {
                return 0;
            }
        }));

        results.Order().ShouldBe([0, 0, 0, 0, 0, 0, 0, 2]);
    }

    [Fact]
    public async Task A_name_belongs_to_one_pipeline_until_that_is_deleted()
    {
        var orders = await Store.CreateAsync(new PipelineDraft("orders", Document("{}"), true, "ann"), Token);
        var sales = await Store.CreateAsync(new PipelineDraft("sales", Document("{}"), true, "ann"), Token);

        await Should.ThrowAsync<ConflictException>(() => Store.CreateAsync(new PipelineDraft("orders", Document("{}"), true, "ann"), Token));
        (await Should.ThrowAsync<ConflictException>(() => Store.UpdateAsync(sales.Id, new PipelineDraft("orders", Document("{}"), true, "ann"), null, Token))).Message.ShouldContain("'orders'");
        (await Store.FindAsync(sales.Id, Token))!.Version.ShouldBe(1);
        (await Store.DeleteAsync(orders.Id, null, Token)).ShouldBeTrue();
        await Store.CreateAsync(new PipelineDraft("orders", Document("{}"), true, "ann"), Token);
    }

    [Fact]
    public async Task Deleting_keeps_the_versions_for_their_runs()
    {
        var orders = await Store.CreateAsync(new PipelineDraft("orders", Document("{}"), true, "ann"), Token);

        await Should.ThrowAsync<StaleVersionException>(() => Store.DeleteAsync(orders.Id, 2, Token));
        (await Store.DeleteAsync(orders.Id, 1, Token)).ShouldBeTrue();

        (await Store.DeleteAsync(orders.Id, null, Token)).ShouldBeFalse();
        (await Store.FindAsync(orders.Id, Token)).ShouldBeNull();
        (await Store.FindVersionAsync(orders.Id, 1, Token)).ShouldNotBeNull();
        await Should.ThrowAsync<KeyNotFoundException>(() => Store.UpdateAsync(orders.Id, new PipelineDraft("orders", Document("{}"), true, "ann"), null, Token));
    }

    [Fact]
    public async Task The_users_of_a_connector_are_those_whose_newest_version_names_it()
    {
        var a = await Store.CreateAsync(new PipelineDraft("a", Document("""{"source":{"connector_id":"c1"},"destination":{"connector_type":"file"}}"""), true, "ann"), Token);
        await Store.CreateAsync(new PipelineDraft("b", Document("""{"sources":[{"connector_id":"c2"},{"connector_id":"c1"}],"destinations":[{"connector_id":"c1"}]}"""), true, "ann"), Token);

        (await Store.UsersOfConnectorAsync("c1", Token)).ShouldBe(["a", "b"]);
        await Store.UpdateAsync(a.Id, new PipelineDraft("a", Document("""{"source":{"connector_id":"c2"}}"""), true, "ann"), null, Token);

        (await Store.UsersOfConnectorAsync("c1", Token)).ShouldBe(["b"]);
        (await Store.UsersOfConnectorAsync("c2", Token)).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData(null, "p0 p1 p2 p3 p4")]
    [InlineData("-name", "p4 p3 p2 p1 p0")]
    [InlineData("created_at", "p0 p1 p2 p3 p4")]
    [InlineData("-updated_at", "p1 p4 p3 p2 p0")]
    public async Task Pages_follow_any_order_with_the_newest_version_each(string? sort, string expected)
    {
        List<Pipeline> pipelines = [];
        for (var i = 0; i < 5; i++)
        {
            time.Now += TimeSpan.FromMinutes(1);
            pipelines.Add(await Store.CreateAsync(new PipelineDraft($"p{i}", Document("{}"), true, "ann"), Token));
        }

        time.Now += TimeSpan.FromMinutes(1);
        await Store.UpdateAsync(pipelines[1].Id, new PipelineDraft("p1", Document("""{"v":2}"""), true, "ann"), null, Token);
        List<Pipeline> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.ListAsync(new PipelineQuery(new PageRequest(2, cursor, Sort: sort)), Token);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        string.Join(' ', seen.Select(pipeline => pipeline.Name)).ShouldBe(expected);
        seen.Single(pipeline => pipeline.Name == "p1").Version.ShouldBe(2);
    }

    [Fact]
    public async Task Lists_find_words_of_names_and_refuse_unknown_orders()
    {
        await Store.CreateAsync(new PipelineDraft("Orders of Zürich", Document("{}"), true, "ann"), Token);
        await Store.CreateAsync(new PipelineDraft("sales", Document("{}"), true, "ann"), Token);

        (await Store.ListAsync(new PipelineQuery(new PageRequest(Query: "oF zür")), Token)).Items.Select(pipeline => pipeline.Name).ShouldBe(["Orders of Zürich"]);
        (await Should.ThrowAsync<InvalidDocumentException>(() => Store.ListAsync(new PipelineQuery(new PageRequest(Sort: "nam")), Token))).Problems[0].Message.ShouldContain("Did you mean 'name'?");
    }

    private static JsonElement Document(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
