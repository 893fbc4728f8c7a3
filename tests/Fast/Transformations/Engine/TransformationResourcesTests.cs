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
}
