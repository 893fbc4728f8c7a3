using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>What a replay sees again, and how code that is not deterministic is found out.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public async Task Time_guids_and_input_are_the_same_in_every_replay()
    {
        var seen = new ConcurrentQueue<string>();
        await using var host = await DurableHost.StartAsync(forceReplay: true, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                seen.Enqueue($"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()} {context.GetInput<string>()}");
                await context.CallActivityAsync("Nothing");
                await context.CallActivityAsync("Nothing");
                return context.NewGuid().ToString();
            })
            .AddActivityFunc("Nothing", (TaskActivityContext _) => { }));

        var end = await host.RunAsync("Flow", "in");

        seen.Count.ShouldBe(3);
        seen.Distinct().Count().ShouldBe(1);
        var guids = seen.First().Split(' ')[1..3].Append(end.ReadOutputAs<string>()!).ToArray();
        guids.Distinct().Count().ShouldBe(3);
        guids.ShouldAllBe(guid => Guid.Parse(guid).Version == 5);
    }

    [Fact]
    public async Task Guids_are_those_that_the_official_worker_makes()
    {
        await using var host = await DurableHost.StartAsync(
            forceReplay: true,
            tasks => tasks.AddOrchestratorFunc<string>("Flow", context => $"{context.NewGuid()} {context.NewGuid()}"),
            services => services.AddSingleton<TimeProvider>(new ManualTime(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero))));

        var end = await host.RunAsync("Flow", options: new StartOrchestrationOptions("guids"));

        // Version 5 of 'guids_2026-03-10T12:00:00.0000000Z_0' and '..._1' in the worker's namespace, computed elsewhere.
        end.ReadOutputAs<string>().ShouldBe("3ea0dd0a-5b74-5f70-9e33-8b8c42d74a97 893138bc-58b8-5344-91de-071bb743cb9b");
    }

    [Theory, InlineData(false, "no yes"), InlineData(true, "yes yes")]
    public async Task Replay_is_visible_and_silences_replay_safe_loggers(bool forceReplay, string secondVisit)
    {
        var log = new ConcurrentQueue<string>();
        await using var host = await DurableHost.StartAsync(
            forceReplay,
            tasks => tasks
                .AddOrchestratorFunc<string>("Flow", async context =>
                {
                    var logger = context.CreateReplaySafeLogger("test");
                    logger.LogInformation("first");
                    await context.CallActivityAsync("Nothing");
                    var inside = context.IsReplaying;
                    logger.LogInformation("second");
                    await context.CallActivityAsync("Nothing");
                    return $"{(inside ? "yes" : "no")} {(context.IsReplaying ? "no" : "yes")}";
                })
                .AddActivityFunc("Nothing", (TaskActivityContext _) => { }),
            services => services.AddSingleton<ILoggerProvider>(new Recorder(log)));

        (await host.RunAsync("Flow")).ReadOutputAs<string>().ShouldBe(secondVisit);
        log.Where(line => line is "first" or "second").ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task Replay_that_calls_something_else_fails_with_both_names()
    {
        var visits = 0;
        await using var host = await DurableHost.StartAsync(forceReplay: true, tasks => tasks
            .AddOrchestratorFunc("Fickle", async context =>
            {
                await context.CallActivityAsync(++visits == 1 ? "Old" : "New");
            })
            .AddActivityFunc("Old", (TaskActivityContext _) => { })
            .AddActivityFunc("New", (TaskActivityContext _) => { }));

        var end = await host.RunAsync("Fickle");

        end.FailureDetails!.ErrorType.ShouldEndWith("NonDeterministicOrchestrationException");
        end.FailureDetails.ErrorMessage.ShouldContain("call #0 is a call of activity 'Old' in its history, but the code made a call of activity 'New'");
    }

    [Fact]
    public async Task Replay_that_calls_less_or_more_fails()
    {
        int lessVisits = 0, moreVisits = 0;
        await using var host = await DurableHost.StartAsync(forceReplay: true, tasks => tasks
            .AddOrchestratorFunc("Less", async context =>
            {
                await (++lessVisits == 1 ? context.CallActivityAsync("Some") : context.WaitForExternalEvent<string>("e"));
            })
            .AddOrchestratorFunc("More", async context =>
            {
                var call = context.CallActivityAsync("Some");
                await (++moreVisits == 1 ? call : Task.WhenAll(call, context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None)));
            })
            .AddActivityFunc("Some", (TaskActivityContext _) => { }));

        (await host.RunAsync("Less")).FailureDetails!.ErrorMessage.ShouldContain("call #0 is a call of activity 'Some' in its history, but the code made no such call");
        (await host.RunAsync("More")).FailureDetails!.ErrorMessage.ShouldContain("call #1 is not there in its history, but the code made a timer");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Awaiting_something_that_is_not_durable_fails(bool forceReplay)
    {
        var outside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Alone", async _ => await Task.Delay(1))
            .AddOrchestratorFunc("Beside", async context =>
            {
                var never = context.WaitForExternalEvent<string>("never");
                await Task.WhenAny(never, outside.Task);
                await context.CallActivityAsync("Some");
            }));

        (await host.RunAsync("Alone")).FailureDetails!.ErrorMessage.ShouldContain("not durable");
        var beside = await host.Client.ScheduleNewOrchestrationInstanceAsync("Beside");
        await host.Client.WaitForInstanceStartAsync(beside);
        outside.SetResult();
        (await host.EndAsync(beside)).FailureDetails!.ErrorMessage.ShouldContain("not durable");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Leaving_the_turn_fails_as_it_does_officially(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("ConfigureAwait", async context =>
            {
                await context.CallActivityAsync("Nothing").ConfigureAwait(false);
                await context.CallActivityAsync("Nothing");
            })
            .AddOrchestratorFunc("ContinueWith", context => context.CallActivityAsync("Nothing").ContinueWith(_ => context.CallActivityAsync("Nothing")).Unwrap())
            .AddActivityFunc("Nothing", (TaskActivityContext _) => { }));

        (await host.RunAsync("ConfigureAwait")).FailureDetails!.ErrorMessage.ShouldContain("not durable");
        (await host.RunAsync("ContinueWith")).FailureDetails!.ErrorMessage.ShouldContain("not durable");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Nested_asynchronous_code_stays_in_the_turn(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<int>("Flow", async context =>
            {
                var sum = 0;
                for (var i = 0; i < 5; i++)
                {
                    sum += await AddOneAsync(context.CallActivityAsync<int>("Same", i));
                    await Task.WhenAll(context.CallActivityAsync<int>("Same", i), AddAsync());
                }

                return sum;

                async Task<int> AddOneAsync(Task<int> call) => await call + 1;

                async Task AddAsync() => sum += await context.CallActivityAsync<int>("Same", 100);
            })
            .AddActivityFunc<int, int>("Same", (_, i) => i));

        var end = await host.RunAsync("Flow");

        end.FailureDetails.ShouldBeNull(end.FailureDetails?.StackTrace);
        end.ReadOutputAs<int>().ShouldBe(515);
    }

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
