using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Retries by policy and by handler; the pauses are durable timers.</summary>
public sealed class RetryTests
{
    private int calls;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Policy_tries_as_often_as_it_says_with_growing_pauses(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<double[]>("Flow", async context =>
            {
                var start = context.CurrentUtcDateTime;
                var policy = new RetryPolicy(4, TimeSpan.FromMinutes(1), 10, TimeSpan.FromMinutes(30));
                var result = await context.CallActivityAsync<string>("Flaky", 4, TaskOptions.FromRetryPolicy(policy));
                return [Math.Floor((context.CurrentUtcDateTime - start).TotalMinutes)];
            }));

        (await host.RunAsync("Flow")).ReadOutputAs<double[]>().ShouldBe([41]);
        calls.ShouldBe(4);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Policy_gives_up_after_its_last_attempt(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Flaky", 99, new TaskOptions(new RetryPolicy(3, TimeSpan.FromSeconds(1))))));

        var end = await host.RunAsync("Flow");

        end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        end.FailureDetails!.InnerFailure!.ErrorMessage.ShouldBe("call 3");
        calls.ShouldBe(3);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Policy_stops_at_its_timeout_and_at_failures_it_does_not_handle(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Late", context => context.CallActivityAsync(
                "Flaky", 99, new TaskOptions(new RetryPolicy(100, TimeSpan.FromMinutes(10), retryTimeout: TimeSpan.FromMinutes(25)))))
            .AddOrchestratorFunc("Choosy", context => context.CallActivityAsync(
                "Flaky", 99, new TaskOptions(new RetryPolicy(100, TimeSpan.FromSeconds(1)) { HandleFailure = failure => failure.ErrorMessage != "call 2" }))));

        await host.RunAsync("Late");
        calls.ShouldBe(4);
        calls = 0;

        await host.RunAsync("Choosy");
        calls.ShouldBe(2);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Handler_decides_and_may_wait(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                var seen = string.Empty;
                var options = TaskOptions.FromRetryHandler(async retry =>
                {
                    seen += $"{retry.LastAttemptNumber}:{retry.LastFailure.ErrorMessage};";
                    await retry.OrchestrationContext.CreateTimer(TimeSpan.FromHours(1), retry.CancellationToken);
                    return retry.LastFailure.IsCausedBy<IOException>();
                });
                await context.CallActivityAsync<string>("Flaky", 3, options);
                return seen;
            }));

        (await host.RunAsync("Flow")).ReadOutputAs<string>().ShouldBe("1:call 1;2:call 2;");
        calls.ShouldBe(3);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Handler_that_says_no_lets_the_failure_through(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Flaky", 99, TaskOptions.FromRetryHandler((RetryContext retry) => retry.LastAttemptNumber < 2))));

        (await host.RunAsync("Flow")).FailureDetails!.ErrorType.ShouldBe("Microsoft.DurableTask.TaskFailedException");
        calls.ShouldBe(2);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Sub_orchestration_is_tried_again_under_the_same_id(bool forceReplay)
    {
        await using var host = await StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", 2, new TaskOptions(new RetryPolicy(3, TimeSpan.FromMinutes(1))).WithInstanceId("child")))
            .AddOrchestratorFunc<int, string>("Child", (context, input) => context.CallActivityAsync<string>("Flaky", input)));

        (await host.RunAsync("Parent")).ReadOutputAs<string>().ShouldBe("done");
        (await host.Client.GetInstanceAsync("child"))!.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        calls.ShouldBe(2);
    }

    [Fact]
    public void Policy_refuses_values_outside_their_range()
    {
        var second = TimeSpan.FromSeconds(1);
        Should.Throw<ArgumentOutOfRangeException>(() => new RetryPolicy(0, second)).ParamName.ShouldBe("maxNumberOfAttempts");
        Should.Throw<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero)).ParamName.ShouldBe("firstRetryInterval");
        Should.Throw<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 0.5)).ParamName.ShouldBe("backoffCoefficient");
        Should.Throw<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, maxRetryInterval: second / 2)).ParamName.ShouldBe("maxRetryInterval");
        Should.Throw<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, retryTimeout: second / 2)).ParamName.ShouldBe("retryTimeout");
        new RetryPolicy(1, second).MaxRetryInterval.ShouldBe(TimeSpan.FromHours(1));
        new RetryPolicy(1, second).RetryTimeout.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    private Task<DurableHost> StartAsync(bool forceReplay, Action<DurableTaskRegistry> tasks) => DurableHost.StartAsync(
        forceReplay,
        registry =>
        {
            tasks(registry);
            registry.AddActivityFunc<int, string>("Flaky", (_, succeedAt) =>
            {
                var call = Interlocked.Increment(ref calls);
                return call < succeedAt ? throw new IOException($"call {call}") : "done";
            });
        },
        services => services.AddSingleton<TimeProvider>(new LeapingTime()));
}
