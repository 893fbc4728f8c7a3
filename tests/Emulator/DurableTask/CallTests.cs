using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Calls of activities and sub-orchestrations, alone and in fans.</summary>
public sealed class CallTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Orchestration_calls_activities_one_after_the_other(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string, string>("Greet", async (context, input) =>
            {
                var first = await context.CallActivityAsync<string>("Say", input);
                return await context.CallActivityAsync<string>("say", first);
            })
            .AddActivityFunc<string, string>("Say", (_, input) => $"<{input}>"));

        var end = await host.RunAsync("greet", "hello");

        end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        end.ReadOutputAs<string>().ShouldBe("<<hello>>");
        end.ReadInputAs<string>().ShouldBe("hello");
    }
}
