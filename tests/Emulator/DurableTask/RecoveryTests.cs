using DataAggregator.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>Stops and starts: nothing is lost, and the file belongs to one process.</summary>
public sealed class RecoveryTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Orchestration_goes_on_after_a_restart_from_its_history(bool forceReplay)
    {
        var calls = 0;
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                var before = await context.CallActivityAsync<int>("Count");
                var middle = await context.WaitForExternalEvent<string>("go");
                return $"{before} {middle} {await context.CallActivityAsync<int>("Count")}";
            })
            .AddActivityFunc<int>("Count", (TaskActivityContext _) => Interlocked.Increment(ref calls)));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await host.Client.WaitForInstanceStartAsync(id);

        await host.StopAsync();
        await host.StartAsync();
        await host.Client.RaiseEventAsync(id, "go", "on");

        (await host.EndAsync(id)).ReadOutputAs<string>().ShouldBe($"1 on 2");
    }

    [Fact]
    public async Task Activity_at_work_is_cancelled_by_the_stop_and_runs_again_at_the_next_start()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        await using var host = await DurableHost.StartAsync(forceReplay: false, tasks => tasks
            .AddOrchestratorFunc<int>("Flow", context => context.CallActivityAsync<int>("Slow"))
            .AddActivity("Slow", _ => new Slow(async token =>
            {
                var run = Interlocked.Increment(ref runs);
                started.TrySetResult();
                if (run == 1)
                {
                    await Task.Delay(Timeout.Infinite, token);
                }

                return run;
            })));
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await started.Task;

        await host.StopAsync();
        await host.StartAsync();

        (await host.EndAsync(id)).ReadOutputAs<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Second_user_of_the_file_gets_a_clear_error()
    {
        await using var host = await DurableHost.StartAsync(forceReplay: false, tasks => tasks.AddOrchestratorFunc("Done", (TaskOrchestrationContext _) => { }));
        await using var other = new ServiceCollection()
            .AddDurableTaskClient(client => client.UseEmulator(host.DatabasePath))
            .BuildServiceProvider();

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => other.GetRequiredService<DurableTaskClient>().GetInstanceAsync("x"));

        refused.Message.ShouldContain(host.DatabasePath);
        refused.Message.ShouldContain("in use by another process");
    }

    [Fact]
    public async Task Stopped_engine_refuses_clients()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("durable").FullName, "durable.db");
        var services = new ServiceCollection();
        services.AddDurableTaskWorker(worker => worker.UseEmulator(path));
        services.AddDurableTaskClient(client => client.UseEmulator(path));
        await using var provider = services.BuildServiceProvider();
        var worker = provider.GetRequiredService<Microsoft.Extensions.Hosting.IHostedService>();
        await worker.StartAsync(CancellationToken.None);
        var client = provider.GetRequiredService<DurableTaskClient>();

        await worker.StopAsync(CancellationToken.None);

        await Should.ThrowAsync<ObjectDisposedException>(() => client.ScheduleNewOrchestrationInstanceAsync("x"));
        await Should.ThrowAsync<ObjectDisposedException>(() => client.GetInstanceAsync("x"));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task Worker_without_a_back_end_says_what_is_missing()
    {
        var services = new ServiceCollection();
        services.AddDurableTaskWorker();
        await using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(provider.GetRequiredService<Microsoft.Extensions.Hosting.IHostedService>).Message.ShouldContain("UseEmulator");
    }

    [Fact]
    public async Task File_of_a_newer_version_is_refused_and_not_touched()
    {
        await using var host = await DurableHost.StartAsync(forceReplay: false, tasks => tasks.AddOrchestratorFunc("Done", (TaskOrchestrationContext _) => { }));
        await host.StopAsync();
        await SetVersionAsync(host.DatabasePath, 99);

        (await Should.ThrowAsync<InvalidOperationException>(host.StartAsync)).Message.ShouldContain("newer version (schema 99");

        await SetVersionAsync(host.DatabasePath, 1);
        await host.StartAsync();
        (await host.RunAsync("Done")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task Second_worker_on_one_file_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("durable");
        var path = Path.Combine(folder.FullName, "durable.db");
        var services = new ServiceCollection();
        services.AddDurableTaskWorker("first").UseEmulator(path);
        services.AddDurableTaskWorker("second").UseEmulator(path);
        await using (var provider = services.BuildServiceProvider())
        {
            var workers = provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>().ToArray();
            await workers[0].StartAsync(CancellationToken.None);

            (await Should.ThrowAsync<InvalidOperationException>(() => workers[1].StartAsync(CancellationToken.None))).Message.ShouldContain("has a worker already");
        }

        folder.Delete(recursive: true);
    }

    [Theory, InlineData(0), InlineData(-1)]
    public async Task Limit_that_lets_nothing_run_is_refused(int limit)
    {
        var services = new ServiceCollection();
        services.AddDurableTaskWorker(worker => worker
            .UseEmulator(Path.Combine(Path.GetTempPath(), "never-made", "durable.db"))
            .Configure(options => options.Concurrency.MaximumConcurrentActivityWorkItems = limit));
        await using var provider = services.BuildServiceProvider();
        var worker = provider.GetRequiredService<Microsoft.Extensions.Hosting.IHostedService>();

        (await Should.ThrowAsync<InvalidOperationException>(() => worker.StartAsync(CancellationToken.None)))
            .Message.ShouldContain($"MaximumConcurrentActivityWorkItems is {limit}");
    }

    private static async Task SetVersionAsync(string path, int version)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA user_version={version}";
        await command.ExecuteNonQueryAsync();
    }

    // Reads the token as the Functions host does, which the official surface has no place for.
    private sealed class Slow(Func<CancellationToken, Task<int>> work) : TaskActivity<object?, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, object? input)
            => work((CancellationToken)context.GetType().GetProperty("CancellationToken")!.GetValue(context)!);
    }
}
