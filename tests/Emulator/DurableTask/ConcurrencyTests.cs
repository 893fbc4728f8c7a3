using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>How much is done at a time.</summary>
public sealed class ConcurrencyTests
{
    [Theory, InlineData(1), InlineData(3)]
    public async Task Activities_run_up_to_the_limit_at_a_time(int limit)
    {
        int atWork = 0, most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await DurableHost.StartAsync(
            forceReplay: false,
            tasks => tasks
                .AddOrchestratorFunc("Fan", context => Task.WhenAll(Enumerable.Range(0, 12).Select(_ => context.CallActivityAsync("Work"))))
                .AddActivityFunc("Work", async (TaskActivityContext _) =>
                {
                    lock (full)
                    {
                        most = Math.Max(most, ++atWork);
                    }

                    if (most == limit)
                    {
                        full.TrySetResult();
                    }

                    await full.Task;
                    await Task.Yield();
                    lock (full)
                    {
                        atWork--;
                    }
                }),
            services => services.AddDurableTaskWorker().Configure(options => options.Concurrency.MaximumConcurrentActivityWorkItems = limit));

        (await host.RunAsync("Fan")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);

        most.ShouldBe(limit);
    }

    [Fact]
    public async Task Turns_are_made_up_to_the_limit_at_a_time()
    {
        int atWork = 0, most = 0;
        await using var host = await DurableHost.StartAsync(
            forceReplay: false,
            tasks => tasks.AddOrchestratorFunc("Flow", (TaskOrchestrationContext _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref atWork));
                Thread.SpinWait(100);
                Interlocked.Decrement(ref atWork);
            }),
            services => services.AddDurableTaskWorker().Configure(options => options.Concurrency.MaximumConcurrentOrchestrationWorkItems = 1));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.RunAsync("Flow")));

        most.ShouldBe(1);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Many_orchestrations_at_a_time_all_complete(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<int, int>("Flow", async (context, i) => await context.CallActivityAsync<int>("Double", i) + await context.CallActivityAsync<int>("Double", i))
            .AddActivityFunc<int, int>("Double", (_, i) => 2 * i));

        var ends = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => host.RunAsync("Flow", i)));

        ends.Select(end => end.ReadOutputAs<int>()).ShouldBe(Enumerable.Range(0, 300).Select(i => 4 * i));
    }
}
