using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every store of schemas promises.</summary>
public abstract class SchemaStoreConformance : StoreOfRunConformance
{
    private static readonly Schema First = new(new Field("id", DataType.Int64));
    private static readonly Schema Second = new(new Field("id", DataType.Decimal), new Field("note", DataType.String));
    private ISchemaStore Store => Services.GetRequiredService<ISchemaStore>();

    [Fact]
    public async Task What_is_known_changes_version_by_version_and_tells_the_differences()
    {
        (await Store.FindAsync("orders", "source", Token)).ShouldBeNull();
        await Store.SaveAsync("orders", "source", First, "r1", null, Token);
        await Store.SaveAsync("orders", "source", First, "r2", null, Token);
        await Store.SaveAsync("orders", "source", Second, null, "ann@example.com", Token);

        (await Store.FindAsync("orders", "source", Token))!.Schema.ShouldBe(Second);
        var history = await Store.ListAsync("orders", 10, Token);
        history.Select(version => (version.Version, version.RunId, version.ChangedBy)).ShouldBe([(2, null, "ann@example.com"), (1, "r1", null)]);
        history[0].Changes.Select(change => (change.Kind, change.Field)).ShouldBe([(SchemaChangeKind.Widened, "id"), (SchemaChangeKind.New, "note")]);
        (await Store.ListAsync("other", 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_forgotten_is_not_known_but_stays_in_the_history()
    {
        await Store.SaveAsync("orders", "source", null, null, "ann@example.com", Token);
        await Store.SaveAsync("orders", "source", First, "r1", null, Token);
        await Store.SaveAsync("orders", "source", null, null, "ann@example.com", Token);

        (await Store.FindAsync("orders", "source", Token)).ShouldBeNull();
        (await Store.ListAsync("orders", 10, Token)).Select(version => version.Version).ShouldBe([2, 1]);
        await Store.SaveAsync("orders", "source", Second, "r1", null, Token);
        (await Store.FindAsync("orders", "source", Token))!.Version.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_run_saw_adds_up()
    {
        (await Store.ObservedAsync("r1", "source", Token)).ShouldBeNull();
        await Store.ObserveAsync("r1", "source", First, Token);
        await Store.ObserveAsync("r1", "source", First, Token);
        await Store.ObserveAsync("r1", "source", new Schema(new Field("note", DataType.String)), Token);

        (await Store.ObservedAsync("r1", "source", Token))!.Select(field => field.Name).ShouldBe(["id", "note"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_drift_is_recorded_once_a_field_and_kind()
    {
        var drifts = SchemaDiff.Between(First, Second).Select(change => SchemaDrift.Of("source", change, SchemaEvolution.Freeze)).ToList();
        await Store.RecordAsync("r1", drifts, Token);
        await Store.RecordAsync("r1", drifts, Token);
        await Store.RecordAsync("r1", [], Token);

        (await Store.DriftsAsync("r1", Token)).ShouldBe(drifts);
    }
}
