using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Durable timers: on time, cancelled, and over a restart.</summary>
public sealed class TimerTests
{
    private readonly ManualTime time = new();

    [Theory, InlineData(false), InlineData(true)]
    public async Task Timer_fires_when_it_is_due_and_not_before(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", TimeSpan.FromDays(40));
        await host.Client.WaitForInstanceStartAsync(id);

        time.Advance(TimeSpan.FromDays(39));
        await host.RunAsync("Sleep", TimeSpan.Zero);
        (await host.Client.GetInstanceAsync(id))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);

        time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        (await host.EndAsync(id)).ReadOutputAs<double>().ShouldBe(40, 0.001);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Timer_that_came_due_while_the_host_was_down_fires_at_the_start(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", TimeSpan.FromHours(5));
        await host.Client.WaitForInstanceStartAsync(id);

        await host.StopAsync();
        time.Advance(TimeSpan.FromHours(6));
        await host.StartAsync();

        (await host.EndAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Timers_that_came_due_together_fire_in_the_order_of_their_times(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(
            forceReplay,
            tasks => tasks.AddOrchestratorFunc<string>("Race", async context =>
            {
                var late = context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
                var early = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await Task.WhenAny(late, early) == early ? "early" : "late";
            }),
            services => services.AddSingleton<TimeProvider>(time));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Race");
        await host.Client.WaitForInstanceStartAsync(id);

        time.Advance(TimeSpan.FromHours(3));

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe("early");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Cancelled_timer_throws_and_holds_nothing_up(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(
            forceReplay,
            tasks => tasks
                .AddOrchestratorFunc<string>("Flow", async context =>
                {
                    using var stop = new CancellationTokenSource();
                    var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
                    await context.CallActivityAsync("Nothing");
                    stop.Cancel();
                    await context.CallActivityAsync("Nothing");
                    return timer.IsCanceled ? "cancelled" : "still there";
                })
                .AddActivityFunc("Nothing", (Microsoft.DurableTask.TaskActivityContext _) => { }),
            services => services.AddSingleton<TimeProvider>(time));

        (await host.RunAsync("Flow")).ReadOutputAs<string>().ShouldBe("cancelled");
    }

    private Task<DurableHost> StartAsync(bool forceReplay) => DurableHost.StartAsync(
        forceReplay,
        tasks => tasks.AddOrchestratorFunc<TimeSpan, double>("Sleep", async (context, pause) =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(pause, CancellationToken.None);
            return Math.Round((context.CurrentUtcDateTime - start).TotalDays, 3);
        }),
        services => services.AddSingleton<TimeProvider>(time));
}
