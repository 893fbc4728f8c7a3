using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every store of write plans promises.</summary>
public abstract class WritePlanStoreConformance : StoreOfRunConformance
{
    private IWritePlanStore Store => Services.GetRequiredService<IWritePlanStore>();

    [Fact]
    public async Task Plans_come_back_as_they_were_saved_last()
    {
        (await Store.FindAsync("r1", Token)).ShouldBeNull();
        await Store.SaveAsync("r1", [], Token);
        var plan = new WritePlan("public.orders", "upsert", true, ["ALTER TABLE x"], "Rows are updated.") { Guarantee = DeliveryGuarantee.ExactlyOnce, ExistingRecords = 5_000_000_000, AddsAll = true };
        await Store.SaveAsync("r1", [new DestinationPlan("destination", "postgresql", plan)], Token);

        var kept = (await Store.FindAsync("r1", Token)).ShouldNotBeNull().ShouldHaveSingleItem();

        (kept with { Plan = plan }).ShouldBe(new DestinationPlan("destination", "postgresql", plan));
        (kept.Plan with { Statements = [] }).ShouldBe(plan with { Statements = [] });
        kept.Plan.Statements.ShouldBe(plan.Statements);
    }

    [Fact]
    public async Task Samples_come_in_source_order_and_a_partition_is_replaced()
    {
        await Store.SaveSampleAsync("r1", 1, ["""{"id":3}"""u8.ToArray()], Token);
        await Store.SaveSampleAsync("r1", 0, ["""{"id":9}"""u8.ToArray()], Token);
        await Store.SaveSampleAsync("r1", 0, ["""{"id":1.50}"""u8.ToArray(), """{"id":2}"""u8.ToArray()], Token);

        (await Store.SampleAsync("r1", 10, Token)).Select(record => record.GetRawText()).ShouldBe(["""{"id":1.50}""", """{"id":2}""", """{"id":3}"""]);
        (await Store.SampleAsync("r1", 2, Token)).Count.ShouldBe(2);
    }
}
