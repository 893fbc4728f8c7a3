using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>What clients do to instances: terminate, suspend, resume, restart, purge, and starts under a taken id.</summary>
public sealed class LifecycleTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Terminated_instance_ends_with_the_given_output(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await StartWaitingAsync(host);

        await host.Client.TerminateInstanceAsync(id, "enough");

        var end = await host.EndAsync(id);
        end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        end.ReadOutputAs<string>().ShouldBe("enough");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Answer_that_comes_after_the_termination_is_dropped(bool forceReplay)
    {
        var (started, release, answered) = (NewSignal(), NewSignal(), NewSignal());
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", context => context.CallActivityAsync<string>("Slow"))
            .AddOrchestratorFunc("Done", context => context.CallActivityAsync("Nothing"))
            .AddActivityFunc("Nothing", (TaskActivityContext _) => { })
            .AddActivityFunc<string>("Slow", async (TaskActivityContext _) =>
            {
                started.SetResult();
                await release.Task;
                answered.SetResult();
                return "late";
            }));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await started.Task;
        await host.Client.TerminateInstanceAsync(id, "stopped");
        await host.EndAsync(id);

        release.SetResult();
        await answered.Task;
        await host.RunAsync("Done");

        var end = await host.EndAsync(id);
        end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        end.ReadOutputAs<string>().ShouldBe("stopped");

        static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Theory, InlineData(false, true), InlineData(true, true), InlineData(false, false), InlineData(true, false)]
    public async Task Termination_takes_sub_orchestrations_along_only_if_asked(bool forceReplay, bool recursive)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await host.Client.WaitForInstanceStartAsync(id);
        await host.Client.WaitForInstanceStartAsync("child");

        await host.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("stop", recursive));
        await host.EndAsync(id);
        if (!recursive)
        {
            await host.Client.RaiseEventAsync("child", "go", "on");
        }

        (await host.EndAsync("child")).RuntimeStatus.ShouldBe(recursive ? OrchestrationRuntimeStatus.Terminated : OrchestrationRuntimeStatus.Completed);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Terminated_child_fails_the_call_of_its_parent(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await host.Client.WaitForInstanceStartAsync(id);
        await host.Client.WaitForInstanceStartAsync("child");

        await host.Client.TerminateInstanceAsync("child");

        (await host.EndAsync(id)).FailureDetails!.ErrorMessage.ShouldContain("'child' was terminated");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Suspended_instance_takes_nothing_in_until_it_is_resumed(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await StartWaitingAsync(host);

        await host.Client.SuspendInstanceAsync(id, "hold on");
        await WaitForAsync(host, id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "go", "late");
        await host.RunAsync("Done");
        (await host.Client.GetInstanceAsync(id))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Suspended);
        await host.Client.ResumeInstanceAsync(id);

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe("late");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Suspended_instance_can_be_terminated(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await StartWaitingAsync(host);
        await host.Client.SuspendInstanceAsync(id);

        await host.Client.TerminateInstanceAsync(id);

        (await host.EndAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Taken_id_refuses_a_start_while_the_instance_goes_on_and_is_free_after(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var options = new StartOrchestrationOptions("same");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", options);

        var refused = await Should.ThrowAsync<OrchestrationAlreadyExistsException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", options));
        refused.Message.ShouldContain("'same'");

        await host.Client.RaiseEventAsync("same", "go", "1");
        (await host.EndAsync("same")).ReadOutputAs<string>().ShouldBe("1");
        (await host.RunAsync("Done", options: options)).Name.ShouldBe("Done");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Dedupe_statuses_say_which_instances_stand_in_the_way(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var once = new StartOrchestrationOptions("once").WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        await host.RunAsync("Done", options: once);
        await Should.ThrowAsync<OrchestrationAlreadyExistsException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Done", once));

        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("any"));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Done", new StartOrchestrationOptions("any").WithDedupeStatuses());
        (await host.EndAsync("any")).Name.ShouldBe("Done");

        var contradiction = new StartOrchestrationOptions("x").WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated);
        await Should.ThrowAsync<ArgumentException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Done", contradiction));
        var unknown = new StartOrchestrationOptions("x") { DedupeStatuses = ["Done"] };
        (await Should.ThrowAsync<ArgumentException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync("Done", unknown))).Message.ShouldContain("'Done'");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Simultaneous_starts_under_one_id_make_one_instance(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var starts = Enumerable.Range(0, 20)
            .Select(_ => host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")))
            .ToArray();

        await Should.ThrowAsync<OrchestrationAlreadyExistsException>(() => Task.WhenAll(starts));

        starts.Count(start => start.IsCompletedSuccessfully).ShouldBe(1);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Restart_runs_again_with_the_same_input(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var first = await host.RunAsync("Echo", "again");

        var same = await host.Client.RestartAsync(first.InstanceId);
        var other = await host.Client.RestartAsync(first.InstanceId, restartWithNewInstanceId: true);

        same.ShouldBe(first.InstanceId);
        other.ShouldNotBe(first.InstanceId);
        (await host.EndAsync(same)).ReadOutputAs<string>().ShouldBe("again");
        (await host.EndAsync(other)).ReadOutputAs<string>().ShouldBe("again");
        await Should.ThrowAsync<ArgumentException>(() => host.Client.RestartAsync("nobody"));
        var going = await StartWaitingAsync(host);
        await Should.ThrowAsync<InvalidOperationException>(() => host.Client.RestartAsync(going));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Purge_deletes_ended_instances_only(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var ended = await host.RunAsync("Done");
        var going = await StartWaitingAsync(host);

        (await host.Client.PurgeInstanceAsync(ended.InstanceId)).PurgedInstanceCount.ShouldBe(1);
        (await host.Client.PurgeInstanceAsync(ended.InstanceId)).PurgedInstanceCount.ShouldBe(0);
        (await host.Client.GetInstanceAsync(ended.InstanceId)).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => host.Client.PurgeInstanceAsync(going));
        (await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount.ShouldBe(0);
        (await host.Client.GetInstanceAsync(going)).ShouldNotBeNull();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Purge_takes_children_along_if_asked_and_filters_by_status_and_time(bool forceReplay)
    {
        var time = new ManualTime();
        await using var host = await StartAsync(forceReplay, time);
        var parent = await host.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await host.Client.WaitForInstanceStartAsync(parent);
        await host.Client.RaiseEventAsync("child", "go", "x");
        await host.EndAsync(parent);
        time.Advance(TimeSpan.FromDays(1));
        var failed = await host.RunAsync("Unknown");
        var done = await host.RunAsync("Done");

        (await host.Client.PurgeInstanceAsync(parent, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount.ShouldBe(2);
        (await host.Client.PurgeInstancesAsync(null, time.GetUtcNow().AddHours(-1))).PurgedInstanceCount.ShouldBe(0);
        (await host.Client.PurgeInstancesAsync(null, null, [OrchestrationRuntimeStatus.Failed])).PurgedInstanceCount.ShouldBe(1);
        (await host.Client.GetInstanceAsync(failed.InstanceId)).ShouldBeNull();
        (await host.Client.GetInstanceAsync(done.InstanceId)).ShouldNotBeNull();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Custom_status_is_seen_while_the_instance_runs(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await StartWaitingAsync(host);

        (await host.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadCustomStatusAs<string>().ShouldBe("waiting");
    }

    [Fact]
    public async Task Missing_instance_is_null_or_an_error_for_those_who_wait()
    {
        await using var host = await StartAsync(forceReplay: false);

        (await host.Client.GetInstanceAsync("nobody")).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => host.Client.WaitForInstanceCompletionAsync("nobody"));
        await Should.ThrowAsync<InvalidOperationException>(() => host.Client.WaitForInstanceStartAsync("nobody"));
    }

    [Fact]
    public async Task Outputs_that_were_not_fetched_cannot_be_read()
    {
        await using var host = await StartAsync(forceReplay: false);
        var end = await host.RunAsync("Echo", "x");

        var lean = (await host.Client.GetInstanceAsync(end.InstanceId))!;

        lean.SerializedOutput.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => lean.ReadOutputAs<string>());
    }

    private static async Task<string> StartWaitingAsync(DurableHost host)
    {
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await host.Client.WaitForInstanceStartAsync(id);
        return id;
    }

    private static async Task WaitForAsync(DurableHost host, string id, OrchestrationRuntimeStatus status)
    {
        while ((await host.Client.GetInstanceAsync(id))!.RuntimeStatus != status)
        {
            await Task.Yield();
        }
    }

    private static Task<DurableHost> StartAsync(bool forceReplay, TimeProvider? time = null) => DurableHost.StartAsync(
        forceReplay,
        tasks => tasks
            .AddOrchestratorFunc("Done", (TaskOrchestrationContext _) => { })
            .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
            .AddOrchestratorFunc<string>("Wait", context =>
            {
                context.SetCustomStatus("waiting");
                return context.WaitForExternalEvent<string>("go");
            })
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Wait", new SubOrchestrationOptions(instanceId: "child"))),
        services => services.AddSingleton(time ?? TimeProvider.System));
}
