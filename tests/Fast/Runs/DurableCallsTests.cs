using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Storage;
using DataAggregator.Orchestrations.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class DurableCallsTests
{
    [Theory]
    [InlineData(ErrorClass.Transient)]
    [InlineData(ErrorClass.Internal)]
    public async Task What_may_pass_is_tried_four_times_after_one_two_and_four_seconds(ErrorClass errorClass)
    {
        var context = new ScriptedContext([.. Enumerable.Repeat(Failed(errorClass), 4)]);

        var stopped = await Should.ThrowAsync<RunStoppedException>(() => CallAsync(context));

        stopped.Failure!.Class.ShouldBe(errorClass);
        context.Attempts.ShouldBe(4);
        context.Waits.Select(wait => (int)wait.TotalSeconds).ShouldBe([1, 2, 4]);
    }

    [Theory]
    [InlineData(ErrorClass.Settings)]
    [InlineData(ErrorClass.Data)]
    [InlineData(ErrorClass.Refused)]
    public async Task What_stays_as_it_is_is_not_tried_again(ErrorClass errorClass)
    {
        var context = new ScriptedContext(Failed(errorClass));

        await Should.ThrowAsync<RunStoppedException>(() => CallAsync(context));

        context.Attempts.ShouldBe(1);
        context.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_asks_to_be_left_alone_is()
    {
        var context = new ScriptedContext(Failed(ErrorClass.Transient, TimeSpan.FromMinutes(7)), new Outcome<int>(5));

        (await CallAsync(context)).ShouldBe(5);

        context.Waits.ShouldBe([TimeSpan.FromMinutes(7)]);
    }

    [Fact]
    public async Task The_platforms_own_store_is_waited_for_for_minutes_whatever_the_pipeline_allows()
    {
        var away = new Outcome<int>(0, new RunFailure(ErrorClass.Transient, StoreUnavailableException.Code, "It does not answer.", null, null));
        var context = new ScriptedContext([.. Enumerable.Repeat(away, 10), Failed(ErrorClass.Transient), new Outcome<int>(5)]);

        (await CallAsync(context, new RetryPolicy { MaxRetries = 1 })).ShouldBe(5);

        context.Waits.Take(10).Select(wait => (int)wait.TotalSeconds / 60 * 60).ShouldBe([0, 0, 0, 0, 0, 0, 60, 60, 60, 60]);
        context.Waits[10].TotalSeconds.ShouldBeLessThan(2);
    }

    [Fact]
    public async Task A_rate_limit_that_is_used_up_is_waited_for_without_using_up_the_retries_and_not_for_ever()
    {
        var reached = new Outcome<int>(0, new RunFailure(ErrorClass.Transient, "rate_limit_reached", "It is used up.", "source", null, TimeSpan.FromMinutes(20)));
        var context = new ScriptedContext([.. Enumerable.Repeat(reached, 60), Failed(ErrorClass.Transient), new Outcome<int>(5)]);

        (await CallAsync(context, new RetryPolicy { MaxRetries = 1 })).ShouldBe(5);

        context.Waits.Take(60).ShouldAllBe(wait => wait == TimeSpan.FromMinutes(20));
        context.Waits[60].TotalSeconds.ShouldBeLessThan(2);
        (await Should.ThrowAsync<RunStoppedException>(() => CallAsync(new ScriptedContext([.. Enumerable.Repeat(reached, 101)])))).Failure!.Code.ShouldBe("rate_limit_reached");
    }

    private static Outcome<int> Failed(ErrorClass errorClass, TimeSpan? retryAfter = null) => new(0, new RunFailure(errorClass, "any", "It failed.", null, null, retryAfter));

    private static Task<int> CallAsync(ScriptedContext context, RetryPolicy? retry = null) => context.CallAsync<int>("Work", "input", new RunGeneration("run", 1), retry ?? new RetryPolicy());
}
