using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlConnectorStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly SetTime time = new(RunSamples.Start);
    private ServiceProvider? services;

    private IConnectorStore Store => services!.GetRequiredService<IConnectorStore>();

    public async Task InitializeAsync() => services = await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token), time);

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task A_connector_comes_back_with_what_the_store_sets()
    {
        var created = await Store.CreateAsync(Connector("shop"), Token);

        (created.Version, created.CreatedAt, created.UpdatedAt).ShouldBe((1, RunSamples.Start, RunSamples.Start));
        var found = (await Store.FindAsync(created.Id, Token)).ShouldNotBeNull();
        found.Config.GetRawText().ShouldBe("""{"url":"http://x","rate":1.10}""");
        found.Tags.ShouldBe(["a", "b c"]);
        (found.Name, found.ConnectorType, found.Description).ShouldBe(("shop", "rest_api", null));
        (await Store.FindAsync("unknown", Token)).ShouldBeNull();
        (await Store.FindByNameAsync("shop", Token)).ShouldNotBeNull().Id.ShouldBe(created.Id);
        (await Store.FindByNameAsync("Shop", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_is_the_next_version_unless_somebody_else_was_first()
    {
        var created = await Store.CreateAsync(Connector("shop"), Token);
        time.Now += TimeSpan.FromHours(1);

        var changed = await Store.UpdateAsync(created with { Name = "store", Description = "ours", Tags = [] }, 1, Token);

        (changed.Version, changed.Name, changed.Description, changed.UpdatedAt).ShouldBe((2, "store", "ours", RunSamples.Start.AddHours(1)));
        changed.Tags.ShouldBeEmpty();
        (await Should.ThrowAsync<StaleVersionException>(() => Store.UpdateAsync(created, 1, Token))).Message.ShouldContain("version 2");
        await Should.ThrowAsync<KeyNotFoundException>(() => Store.UpdateAsync(created with { Id = "unknown" }, null, Token));
    }

    [Fact]
    public async Task A_name_belongs_to_one_connector()
    {
        await Store.CreateAsync(Connector("shop"), Token);
        var other = await Store.CreateAsync(Connector("other"), Token);

        await Should.ThrowAsync<ConflictException>(() => Store.CreateAsync(Connector("shop"), Token));
        await Should.ThrowAsync<ConflictException>(() => Store.UpdateAsync(other with { Name = "shop" }, null, Token));
        (await Store.ListAsync(new PageRequest(), Token)).Items.Select(connector => connector.Name).ShouldBe(["other", "shop"]);
    }

    [Fact]
    public async Task Deleting_looks_at_the_version()
    {
        var created = await Store.CreateAsync(Connector("shop"), Token);

        await Should.ThrowAsync<StaleVersionException>(() => Store.DeleteAsync(created.Id, 7, Token));
        (await Store.DeleteAsync(created.Id, 1, Token)).ShouldBeTrue();
        (await Store.DeleteAsync(created.Id, 1, Token)).ShouldBeFalse();
    }

    private static SavedConnector Connector(string name) =>
        new("", 0, name, "rest_api", null, JsonSerializer.Deserialize<JsonElement>("""{"url":"http://x","rate":1.10}"""), ["a", "b c"], default, default);
}
