using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.DurableTask;

/// <summary>How failures reach callers and clients.</summary>
public sealed class FailureTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Unhandled_activity_failure_fails_the_orchestration_with_its_causes(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Break"))
            .AddActivityFunc("Break", Throwing(new InvalidDataException("bad row", new FormatException("not a number")))));

        var end = await host.RunAsync("Flow");

        end.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        var failure = end.FailureDetails!;
        failure.ErrorType.ShouldBe("Microsoft.DurableTask.TaskFailedException");
        failure.ErrorMessage.ShouldBe("Task 'Break' (#0) failed with an unhandled exception: bad row");
        failure.InnerFailure!.ErrorType.ShouldBe("System.IO.InvalidDataException");
        failure.InnerFailure.StackTrace.ShouldNotBeNull();
        failure.InnerFailure.InnerFailure!.IsCausedBy<FormatException>().ShouldBeTrue();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Orchestrator_can_catch_a_failure_and_go_on(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string>("Flow", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break");
                    return "no failure";
                }
                catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<IOException>())
                {
                    return await context.CallActivityAsync<string>("Mend", $"{failed.TaskName} #{failed.TaskId}");
                }
            })
            .AddActivityFunc("Break", Throwing(new EndOfStreamException("cut")))
            .AddActivityFunc<string, string>("Mend", (_, input) => "mended " + input));

        (await host.RunAsync("Flow")).ReadOutputAs<string>().ShouldBe("mended Break #0");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Failure_of_a_sub_orchestration_reaches_the_parent(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child"))
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync("Break"))
            .AddActivityFunc("Break", Throwing(new TimeoutException("too slow"))));

        var failure = (await host.RunAsync("Parent")).FailureDetails!;

        failure.ErrorMessage.ShouldBe("Task 'Child' (#0) failed with an unhandled exception: Task 'Break' (#0) failed with an unhandled exception: too slow");
        failure.InnerFailure!.InnerFailure!.IsCausedBy<TimeoutException>().ShouldBeTrue();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Exception_of_the_orchestrator_itself_fails_it(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<int>("Flow", async context =>
            {
                await context.CallActivityAsync("Nothing");
                throw new NotSupportedException("not today");
            })
            .AddActivityFunc("Nothing", (TaskActivityContext _) => { }));

        var end = await host.RunAsync("Flow");

        end.FailureDetails!.ErrorType.ShouldBe("System.NotSupportedException");
        end.FailureDetails.ErrorMessage.ShouldBe("not today");
        end.ReadOutputAs<int?>().ShouldBeNull();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Tasks_that_nobody_registered_fail_by_name(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Nowhere", new TaskOptions(new RetryPolicy(5, TimeSpan.FromHours(1)))))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Nobody")));

        var noActivity = (await host.RunAsync("Flow")).FailureDetails!.InnerFailure!;
        var noChild = (await host.RunAsync("Parent")).FailureDetails!.InnerFailure!;
        var noOrchestrator = (await host.RunAsync("Missing")).FailureDetails!;

        noActivity.ErrorType.ShouldBe("ActivityTaskNotFound");
        noActivity.ErrorMessage.ShouldContain("'Nowhere'");
        noChild.ErrorType.ShouldBe("OrchestratorTaskNotFound");
        noOrchestrator.ErrorType.ShouldBe("OrchestratorTaskNotFound");
        noOrchestrator.ErrorMessage.ShouldContain("'Missing'");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Input_that_cannot_be_read_fails_the_task(bool forceReplay)
    {
        await using var host = await DurableHost.StartAsync(forceReplay, tasks => tasks
            .AddOrchestratorFunc<string, int>("Flow", (context, input) => context.CallActivityAsync<int>("Number", input))
            .AddActivityFunc<int, int>("Number", (_, input) => input));

        (await host.RunAsync("Flow", "many")).FailureDetails!.InnerFailure!.IsCausedBy<System.Text.Json.JsonException>().ShouldBeTrue();
        (await host.RunAsync("Flow", new { a = 1 })).FailureDetails!.IsCausedBy<System.Text.Json.JsonException>().ShouldBeTrue();
    }

    [Fact]
    public void Cause_honours_inheritance_and_asks_for_exception_types()
    {
        var failure = TaskFailureDetails.FromException(new FileNotFoundException("gone"));

        failure.IsCausedBy<IOException>().ShouldBeTrue();
        failure.IsCausedBy<ArgumentException>().ShouldBeFalse();
        failure.ToString().ShouldBe("System.IO.FileNotFoundException: gone");
        Should.Throw<ArgumentException>(() => failure.IsCausedBy(typeof(string)));
    }

    private static Action<TaskActivityContext> Throwing(Exception error) => _ => throw error;
}
