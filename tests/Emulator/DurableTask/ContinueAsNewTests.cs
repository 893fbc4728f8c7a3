using Microsoft.DurableTask;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Starting over with an empty history.</summary>
public sealed class ContinueAsNewTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Loop_goes_on_with_its_new_input(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<int, string>("Count", async (context, number) =>
            {
                var next = await context.CallActivityAsync<int>("AddOne", number);
                context.SetCustomStatus($"at {next}");
                if (next < 20)
                {
                    context.ContinueAsNew(next);
                    return "not yet";
                }

                return $"counted to {next}";
            })
            .AddActivityFunc<int, int>("AddOne", (_, i) => i + 1));

        var end = await host.RunAsync("Count", 0);

        end.ReadOutputAs<string>().ShouldBe("counted to 20");
        end.ReadInputAs<int>().ShouldBe(19);
        end.ReadCustomStatusAs<string>().ShouldBe("at 20");
    }

    [Theory, InlineData(false, true, "kept"), InlineData(true, true, "kept"), InlineData(false, false, "new"), InlineData(true, false, "new")]
    public async Task Events_that_nobody_took_are_kept_or_dropped_as_asked(bool forceReplay, bool preserve, string expected)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<bool, string>("Flow", async (context, again) =>
            {
                if (again)
                {
                    await context.CallActivityAsync("Ready");
                    return await context.WaitForExternalEvent<string>("item");
                }

                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew(true, preserve);
                return null!;
            })
            .AddActivityFunc("Ready", context => Raised.Task));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow", false);
        await host.Client.RaiseEventAsync(id, "item", "kept");
        await host.Client.RaiseEventAsync(id, "go", "go");
        await WaitForInputAsync(host, id, "true");
        await host.Client.RaiseEventAsync(id, "item", "new");
        Raised.SetResult();

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe(expected);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Answers_to_calls_of_the_former_execution_mean_nothing_to_the_next(bool forceReplay)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<int, string>("Flow", async (context, round) =>
            {
                var call = context.CallActivityAsync<string>(round == 0 ? "Slow" : "Release");
                if (round == 0)
                {
                    context.ContinueAsNew(1);
                    return "again";
                }

                return await call;
            })
            .AddActivityFunc<string>("Slow", async (TaskActivityContext _) =>
            {
                await release.Task;
                return "stale";
            })
            .AddActivityFunc<string>("Release", (TaskActivityContext _) =>
            {
                release.SetResult();
                return "fresh";
            }));

        (await host.RunAsync("Flow", 0)).ReadOutputAs<string>().ShouldBe("fresh");
    }

    private TaskCompletionSource Raised { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task WaitForInputAsync(DurableHost host, string id, string input)
    {
        while ((await host.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedInput != input)
        {
            await Task.Yield();
        }
    }
}
