using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>
/// Orchestrations that are made up of all kinds of calls by a seed, in sequence, fans and races. Whatever order answers come in,
/// the replay agrees with itself, and what each call returns is known.
/// </summary>
public sealed class RandomFlowTests
{
    private const int Seeds = 40;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Flows_of_all_kinds_of_calls_come_to_the_sum_of_their_answers(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, AddTasks, services => services.AddSingleton<TimeProvider>(new LeapingTime()));

        var ends = await Task.WhenAll(Enumerable.Range(0, Seeds).Select(seed => host.RunAsync("Flow", new Plan(seed, Depth: 2))));

        ends.Select(end => end.FailureDetails).ShouldAllBe(failure => failure == null);
        ends.Select(end => end.ReadOutputAs<int>()).ShouldBe(Enumerable.Range(0, Seeds).Select(seed => Expected(new Plan(seed, Depth: 2))));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Flows_go_on_over_restarts(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, AddTasks, services => services.AddSingleton<TimeProvider>(new LeapingTime()));
        var ids = await Task.WhenAll(Enumerable.Range(0, Seeds).Select(seed => host.Client.ScheduleNewOrchestrationInstanceAsync("Flow", new Plan(seed, Depth: 2))));
        for (var restart = 0; restart < 3; restart++)
        {
            await host.Client.WaitForInstanceStartAsync(ids[restart]);
            await host.StopAsync();
            await host.StartAsync();
        }

        var ends = await Task.WhenAll(ids.Select(host.EndAsync));

        ends.Select(end => end.ReadOutputAs<int>()).ShouldBe(Enumerable.Range(0, Seeds).Select(seed => Expected(new Plan(seed, Depth: 2))));
    }

    private static void AddTasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<Plan, int>("Flow", RunAsync)
        .AddActivityFunc<int, int>("Same", (_, number) => number)
        .AddActivityFunc("Fail", (TaskActivityContext _, int number) => { throw new InvalidDataException($"{number}"); });

    private static async Task<int> RunAsync(TaskOrchestrationContext context, Plan plan)
    {
        var sum = 0;
        foreach (var step in plan.Steps())
        {
            var calls = step.Kinds.Select((kind, i) => CallAsync(context, kind, step.Number + i, plan)).ToList();
            if (step.Race)
            {
                while (calls.Count > 0)
                {
                    var first = await Task.WhenAny(calls);
                    calls.Remove(first);
                    sum += await first;
                }
            }
            else
            {
                sum += (await Task.WhenAll(calls)).Sum();
            }

            context.SetCustomStatus(sum);
        }

        return sum;
    }

    private static async Task<int> CallAsync(TaskOrchestrationContext context, Kind kind, int number, Plan plan)
    {
        switch (kind)
        {
            case Kind.Activity:
                return await context.CallActivityAsync<int>("Same", number);
            case Kind.FailingActivity:
                try
                {
                    await context.CallActivityAsync<int>("Fail", number, new TaskOptions(new RetryPolicy(2, TimeSpan.FromMinutes(1))));
                    throw new InvalidOperationException("The activity did not fail.");
                }
                catch (TaskFailedException failed)
                {
                    return int.Parse(failed.FailureDetails.ErrorMessage);
                }

            case Kind.Timer:
                await context.CreateTimer(TimeSpan.FromSeconds(number), CancellationToken.None);
                return number;
            case Kind.CancelledTimer:
                using (var stop = new CancellationTokenSource())
                {
                    // Time leaps, so it may fire before it is cancelled: either is fine.
                    _ = context.CreateTimer(TimeSpan.FromDays(365), stop.Token);
                    number = await context.CallActivityAsync<int>("Same", number);
                    stop.Cancel();
                    return number;
                }

            case Kind.OwnEvent:
                var name = $"event-{context.NewGuid()}";
                context.SendEvent(context.InstanceId, name, number);
                return await context.WaitForExternalEvent<int>(name);
            default:
                return plan.Depth == 0 ? number : await context.CallSubOrchestratorAsync<int>("Flow", plan with { Seed = number, Depth = plan.Depth - 1 });
        }
    }

    private static int Expected(Plan plan) => plan.Steps().Sum(step => step.Kinds.Select((kind, i) =>
        kind == Kind.Child && plan.Depth > 0 ? Expected(plan with { Seed = step.Number + i, Depth = plan.Depth - 1 }) : step.Number + i).Sum());

    private enum Kind
    {
        Activity,
        FailingActivity,
        Timer,
        CancelledTimer,
        OwnEvent,
        Child,
    }

    private sealed record Step(int Number, bool Race, Kind[] Kinds);

    private sealed record Plan(int Seed, int Depth)
    {
        public IEnumerable<Step> Steps()
        {
            var random = new Random(Seed);
            return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Step(
                random.Next(1, 100),
                random.Next(2) == 0,
                [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Kind)random.Next(6))]))];
        }
    }
}
