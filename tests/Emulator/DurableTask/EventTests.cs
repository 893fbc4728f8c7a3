using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>External events: early, late, several, with a timeout, and between orchestrations.</summary>
public sealed class EventTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Event_wakes_the_orchestration_whatever_the_case_of_its_name(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", context => context.WaitForExternalEvent<string>("Approval")));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await host.Client.WaitForInstanceStartAsync(id);

        await host.Client.RaiseEventAsync(id, "APPROVAL", "yes");

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe("yes");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Early_events_are_kept_and_given_in_the_order_they_came(bool forceReplay)
    {
        var time = new ManualTime();
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                var go = await context.WaitForExternalEvent<string>("go");
                var all = go;
                for (var i = 0; i < 3; i++)
                {
                    all += await context.WaitForExternalEvent<string>("item");
                    await context.CallActivityAsync("Nothing");
                }

                return all;
            })
            .AddActivityFunc("Nothing", (TaskActivityContext _) => { }),
            services => services.AddSingleton<TimeProvider>(time));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow", new StartOrchestrationOptions(StartAt: time.GetUtcNow().AddHours(1)));
        foreach (var item in new[] { "a", "b", "c" })
        {
            await host.Client.RaiseEventAsync(id, "Item", item);
        }

        await host.Client.RaiseEventAsync(id, "go", "> ");
        (await host.Client.GetInstanceAsync(id))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Pending);
        time.Advance(TimeSpan.FromHours(2));

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe("> abc");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Latest_waiter_gets_the_next_event(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                var first = context.WaitForExternalEvent<string>("e");
                var second = context.WaitForExternalEvent<string>("e");
                return $"first={await first} second={await second}";
            }));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await host.Client.RaiseEventAsync(id, "e", "1");
        await host.Client.RaiseEventAsync(id, "e", "2");

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe("first=2 second=1");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Waiting_with_a_timeout_ends_in_cancellation(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(
            forceReplay,
            tasks => tasks.AddOrchestratorFunc<string>("Flow", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("never", TimeSpan.FromDays(1));
                }
                catch (TaskCanceledException)
                {
                    return "timed out";
                }
            }),
            services => services.AddSingleton<TimeProvider>(new LeapingTime()));

        (await host.RunAsync("Flow")).ReadOutputAs<string>().ShouldBe("timed out");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Event_before_the_timeout_wins_and_a_cancelled_wait_takes_no_event(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                using var stop = new CancellationTokenSource();
                var abandoned = context.WaitForExternalEvent<string>("e", stop.Token);
                stop.Cancel();
                return await context.WaitForExternalEvent<string>("e", TimeSpan.FromDays(1)) + abandoned.IsCanceled;
            }));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await host.Client.WaitForInstanceStartAsync(id);

        await host.Client.RaiseEventAsync(id, "e", "came ");

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe("came True");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Orchestrations_send_events_to_each_other(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Receive", context => context.WaitForExternalEvent<string>("news"))
            .AddOrchestratorFunc("Send", async context =>
            {
                context.SendEvent("receiver", "news", "hello");
                context.SendEvent("nobody", "news", "dropped");
                await context.CallActivityAsync("Nothing");
            })
            .AddActivityFunc("Nothing", (TaskActivityContext _) => { }));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Receive", new StartOrchestrationOptions("receiver"));

        (await host.RunAsync("Send")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        (await host.EndAsync("receiver")).ReadOutputAs<string>().ShouldBe("hello");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Waiters_for_one_event_have_to_agree_on_its_type(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Flow", context => Task.WhenAll(context.WaitForExternalEvent<int>("e"), context.WaitForExternalEvent<string>("e"))));

        (await host.RunAsync("Flow")).FailureDetails!.IsCausedBy<ArgumentException>().ShouldBeTrue();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Events_to_nobody_are_dropped(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks.AddOrchestratorFunc("Done", (TaskOrchestrationContext _) => { }));
        var ended = await host.RunAsync("Done");

        await host.Client.RaiseEventAsync("nobody", "e", 1);
        await host.Client.RaiseEventAsync(ended.InstanceId, "e", 1);
        await host.Client.TerminateInstanceAsync("nobody");

        (await host.Client.GetInstanceAsync("nobody")).ShouldBeNull();
        (await host.Client.GetInstanceAsync(ended.InstanceId))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }
}
