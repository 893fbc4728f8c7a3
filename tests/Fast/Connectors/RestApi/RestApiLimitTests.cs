using System.Text.Json;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

/// <summary>A rate limit that is used up: people are told, runs wait for a moment in place and else elsewhere.</summary>
public sealed class RestApiLimitTests : RestApiTests
{
    [Fact]
    public async Task A_connection_test_tells_at_once_that_the_limit_is_used_up_and_when_there_is_more()
    {
        using var api = Api();
        var source = Source();
        await UseUpAsync(source, Limited(api, "hour"));
        Time.Pass(TimeSpan.FromMinutes(18.5));

        var checks = await source.CheckAsync(Limited(api, "hour"), CancellationToken.None).ToListAsync();

        checks.Select(check => (check.Name, check.Ok)).ShouldBe([("host", true), ("request", false)]);
        checks[1].Message.ShouldBe($"The rate_limit of 2 requests an hour to 127.0.0.1:{api.Port} is used up; there is more in 42 minutes. Wait until then, or raise rate_limit if the API allows more: all who read it with this limit count together.");
        (api.Requests.Count, Time.Waits.Count).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Who_asks_for_the_streams_is_told_too()
    {
        using var api = Api();
        var source = Source();
        await UseUpAsync(source, Limited(api, "day"));

        var told = await Should.ThrowAsync<ConnectorException>(() => source.DiscoverAsync(Limited(api, "day"), CancellationToken.None));

        (told.Class, told.Code, told.RetryAfter).ShouldBe((ErrorClass.Transient, "rate_limit_reached", TimeSpan.FromDays(1)));
        told.Message.ShouldEndWith("there is more in 24 hours.");
        (api.Requests.Count, Time.Waits.Count).ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_limit_of_a_second_is_waited_out_also_by_people()
    {
        using var api = Api();
        var source = Source();
        await UseUpAsync(source, Limited(api, "second"));

        (await source.DiscoverAsync(Limited(api, "second"), CancellationToken.None)).Count.ShouldBe(1);

        Time.Waits.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Theory]
    [InlineData("minute", 60, 60)]
    [InlineData("hour", 60, null)]
    [InlineData("hour", 3600, 3600)]
    public async Task A_run_waits_in_place_for_as_long_as_it_says_and_else_is_told_how_long_to_wait(string period, int patience, int? waits)
    {
        using var api = Api();
        var source = Source();
        await UseUpAsync(source, Limited(api, period));
        var request = new PlanRequest("r", null) { Patience = TimeSpan.FromSeconds(patience) };

        var planning = source.PlanAsync(Limited(api, period), request, CancellationToken.None);

        if (waits is null)
            (await Should.ThrowAsync<ConnectorException>(() => planning)).RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        else
            await planning;
        Time.Waits.ShouldBe(waits is { } seconds ? [TimeSpan.FromSeconds(seconds)] : []);
    }

    private static ScriptedApi Api() => new((_, _) => new(Orders(0, 1, 1)));

    private static JsonElement Limited(ScriptedApi api, string period) => Config(api, $$"""{"rate_limit":2,"rate_limit_period":"{{period}}"}""");

    private static async Task UseUpAsync(ISource source, JsonElement config)
    {
        for (var request = 0; request < 2; request++)
            await source.DiscoverAsync(config, CancellationToken.None);
    }
}
