using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Calls of activities and sub-orchestrations, alone and in fans.</summary>
public sealed class CallTests
{
    [Theory, InlineData(false), InlineData(true)]
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

    [Theory, InlineData(false), InlineData(true)]
    public async Task Fan_out_gathers_all_results_in_the_order_of_the_calls(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<int, int[]>("Fan", (context, count) =>
                Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Square", i))))
            .AddActivityFunc<int, int>("Square", (_, i) => i * i));

        var end = await host.RunAsync("Fan", 200);

        end.ReadOutputAs<int[]>().ShouldBe(Enumerable.Range(0, 200).Select(i => i * i));
    }

    [Theory]
    [InlineData(false, "012"), InlineData(false, "021"), InlineData(false, "102"), InlineData(false, "120"), InlineData(false, "201"), InlineData(false, "210")]
    [InlineData(true, "012"), InlineData(true, "021"), InlineData(true, "102"), InlineData(true, "120"), InlineData(true, "201"), InlineData(true, "210")]
    public async Task WhenAny_takes_the_answers_in_whatever_order_they_come(bool forceReplay, string order)
    {
        var gates = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Race", async context =>
            {
                var open = Enumerable.Range(0, 3).Select(i => context.CallActivityAsync<int>("Wait", i)).ToList();
                var all = Task.WhenAll(open);
                var seen = string.Empty;
                foreach (var next in order)
                {
                    await context.CallActivityAsync("Open", next - '0');
                    var first = await Task.WhenAny(open);
                    open.Remove(first);
                    seen += await first;
                }

                return seen + string.Concat(await all);
            })
            .AddActivityFunc<int>("Open", (TaskActivityContext _, int i) => gates[i].SetResult())
            .AddActivityFunc<int, int>("Wait", async (_, i) =>
            {
                await gates[i].Task;
                return i;
            }));

        (await host.RunAsync("Race")).ReadOutputAs<string>().ShouldBe(order + "012");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Sub_orchestration_returns_to_its_parent_and_knows_it(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", 20, new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")))
            .AddOrchestratorFunc<int, string>("Child", async (context, input) =>
            {
                var sum = await context.CallActivityAsync<int>("AddOne", input);
                return $"{context.Parent!.Name}/{context.Parent.InstanceId}/{context.InstanceId}: {sum}";
            })
            .AddActivityFunc<int, int>("AddOne", (_, i) => i + 1));

        var end = await host.RunAsync("Parent", options: new StartOrchestrationOptions("p"));

        end.ReadOutputAs<string>().ShouldBe("Parent/p/p-child: 21");
        (await host.Client.GetInstanceAsync("p-child"))!.Name.ShouldBe("Child");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Sub_orchestration_under_a_taken_id_fails_its_call(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Wait", new SubOrchestrationOptions(instanceId: "taken")))
            .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go")));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("taken"));

        var end = await host.RunAsync("Parent");

        end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        end.FailureDetails!.ErrorMessage.ShouldContain("'taken' exists already");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Task_options_in_place_of_an_input_are_refused(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Wrong", context => context.CallActivityAsync("Say", input: new TaskOptions())));

        var end = await host.RunAsync("Wrong");

        end.FailureDetails!.IsCausedBy<ArgumentException>().ShouldBeTrue();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Tasks_can_be_classes_and_activities_take_services(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(
            forceReplay,
            tasks => tasks.AddOrchestrator<Shout>().AddActivity<Upper>(),
            services => services.AddSingleton(new Suffix("!")));

        (await host.RunAsync(nameof(Shout), "hey")).ReadOutputAs<string>().ShouldBe("HEY!");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Large_payloads_pass_through(bool forceReplay)
    {
        var text = new string('ä', 300_000);
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string, string>("Echo", (context, input) => context.CallActivityAsync<string>("Same", input))
            .AddActivityFunc<string, string>("Same", (_, input) => input));

        (await host.RunAsync("Echo", text)).ReadOutputAs<string>().ShouldBe(text);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Version_chooses_the_task_and_passes_on_to_activities(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string, string>("Flow", "1", (context, _) => Task.FromResult("one"))
            .AddOrchestratorFunc<string, string>("Flow", "2", (context, _) => context.CallActivityAsync<string>("Show"))
            .AddActivityFunc<string>("Show", context => $"activity {context.Version}"));

        (await host.RunAsync("Flow", options: new StartOrchestrationOptions { Version = "1" })).ReadOutputAs<string>().ShouldBe("one");
        (await host.RunAsync("Flow", options: new StartOrchestrationOptions { Version = "2" })).ReadOutputAs<string>().ShouldBe("activity 2");
        (await host.RunAsync("Flow")).FailureDetails!.ErrorType.ShouldBe("OrchestratorTaskNotFound");
    }

    [Fact]
    public void Name_can_be_registered_once()
    {
        var registry = new DurableTaskRegistry().AddActivityFunc("Same", (TaskActivityContext _) => { });

        Should.Throw<ArgumentException>(() => registry.AddActivityFunc("SAME", (TaskActivityContext _) => { })).Message.ShouldContain("already added");
    }

    [DurableTask]
    private sealed class Shout : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => context.CallActivityAsync<string>("make-upper", input);
    }

    [DurableTask("make-upper")]
    private sealed class Upper(Suffix suffix) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult(input.ToUpperInvariant() + suffix.Text);
    }

    private sealed record Suffix(string Text);
}
