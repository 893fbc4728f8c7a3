using System.Text.Json;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class RunResourcesTests
{
    [Fact]
    public async Task Runs_that_ended_elsewhere_are_not_kept_however_many_ended_here()
    {
        var resources = new RunResources(null!, null!, null!, null!, new RunLookups(null!, null!, null!, TimeProvider.System), new RunLimits(), TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            resources.Of(NewRun($"ended {i}"));
            await resources.ForgetAsync($"ended {i}");
        }

        var oldest = resources.Of(NewRun("oldest"));
        resources.Of(NewRun("oldest")).ShouldBeSameAs(oldest);
        for (var i = 0; i < 16; i++)
            resources.Of(NewRun($"later {i}"));

        resources.Of(NewRun("oldest")).ShouldNotBeSameAs(oldest);
    }

    internal static Run NewRun(string id) => new()
    {
        Id = id,
        Key = id,
        PipelineId = "pipeline",
        PipelineName = "pipeline",
        PipelineVersion = 1,
        Status = RunStatus.Running,
        Trigger = "manual",
        Parameters = JsonElement.Parse("{}"),
        LogicalTime = default,
        CreatedAt = default,
    };
}
