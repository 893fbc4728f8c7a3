using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

/// <summary>A history that an earlier version wrote may lack a member that came later: it has its default then, although JSON is known at build time.</summary>
public sealed class RunMessagesTests
{
    [Fact]
    public void A_message_without_the_members_that_came_later_has_their_defaults()
    {
        var message = JsonSerializer.Deserialize("""{"Value":{"Partitions":2,"Staged":true,"Writers":1,"Retry":{"MaxRetries":5}}}""", RunMessages.Default.OutcomePlanOutline)!;

        message.Order.ShouldBe(RunOrder.GoOn);
        message.Value.ShouldNotBeNull().Retry.ShouldBe(new RetryPolicy { MaxRetries = 5 });
    }
}
