using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Lists of instances, filtered and in pages.</summary>
public sealed class QueryTests
{
    [Fact]
    public async Task Instances_are_listed_by_prefix_status_and_time_in_pages()
    {
        var time = new ManualTime();
        await using var host = await DurableHost.StartAsync(
            forceReplay: false,
            tasks => tasks
                .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
                .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go")),
            services => services.AddSingleton<TimeProvider>(time));
        for (var i = 0; i < 25; i++)
        {
            await host.RunAsync("Echo", $"in {i}", new StartOrchestrationOptions($"echo-{i:00}") { Tags = new Dictionary<string, string> { ["n"] = $"{i}" } });
        }

        time.Advance(TimeSpan.FromHours(1));
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("wait-1"));
        await host.Client.WaitForInstanceStartAsync("wait-1");

        var pages = await ToListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "echo-", PageSize: 10)).AsPages());
        pages.Select(page => page.Values.Count).ShouldBe([10, 10, 5]);
        pages.SelectMany(page => page.Values).Select(found => found.InstanceId).Distinct().Count().ShouldBe(25);

        var rest = await ToListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "echo-", ContinuationToken: pages[0].ContinuationToken)));
        rest.Count.ShouldBe(15);

        var running = await ToListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        running.ShouldHaveSingleItem().InstanceId.ShouldBe("wait-1");

        var recent = await ToListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(CreatedFrom: time.GetUtcNow().AddMinutes(-1))));
        recent.ShouldHaveSingleItem().InstanceId.ShouldBe("wait-1");

        var full = await ToListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "echo-07", FetchInputsAndOutputs: true)));
        full.ShouldHaveSingleItem().ReadOutputAs<string>().ShouldBe("in 7");
        full[0].Tags["n"].ShouldBe("7");

        var ids = await host.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], pageSize: 24);
        ids.Values.Count.ShouldBe(24);
        (await host.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], lastInstanceKey: ids.ContinuationToken)).Values.ShouldBe(["echo-24"]);
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
        {
            list.Add(item);
        }

        return list;
    }
}
