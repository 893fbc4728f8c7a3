using DataAggregator.Core.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine;

public sealed class TransformationResourcesTests
{
    [Fact]
    public async Task What_could_not_be_made_is_made_anew_for_who_asks_next()
    {
        await using var resources = StepRun.Resources(new MemoryBudget(1));

        await Should.ThrowAsync<IOException>(() => resources.ShareAsync<string>("table", () => throw new IOException()));

        (await resources.ShareAsync("table", () => Task.FromResult("made"))).ShouldBe("made");
        (await resources.ShareAsync("table", () => Task.FromResult("made again"))).ShouldBe("made");
    }

    [Fact]
    public async Task Tables_of_inputs_take_their_part_of_the_memory_budget_until_the_run_ends()
    {
        var memory = new MemoryBudget(1 << 20);
        var inputs = new JsonInputs(new Dictionary<string, string> { ["names"] = """[{"k":1,"name":"one"}]""" });
        var resources = StepRun.Resources(memory, inputs);
        using var batch = JsonRecords.Parse("""[{"k":1}]""");
        var chain = Steps.Compile("""[{"type":"join","join_source":"names","primary_key":"k"}]""", batch.Schema, inputs).OpenChain(resources);

        (await chain.ApplyAsync(batch.Share(), CancellationToken.None).SingleAsync()).Batch.Dispose();

        memory.TryReserve(memory.Bytes).ShouldBeFalse();
        await resources.DisposeAsync();
        memory.TryReserve(memory.Bytes).ShouldBeTrue();
    }
}
