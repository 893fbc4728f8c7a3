using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

public sealed class RestApiIncrementalTests
{
    private const string Params = """{"since":"${cursor}","until":"${cursor_end}","fixed":"1"}""";

    [Fact]
    public async Task Without_a_value_the_parameter_is_left_out() =>
        (await QueryAsync(new CursorRequest(new IncrementalSettings { CursorField = "id" }, null, null))).ShouldBe("fixed=1");

    [Fact]
    public async Task The_first_load_asks_from_the_initial_value_on() =>
        (await QueryAsync(new CursorRequest(new IncrementalSettings { CursorField = "id", InitialValue = JsonSerializer.SerializeToElement(7) }, null, null))).ShouldBe("since=7&fixed=1");

    [Fact]
    public async Task Later_loads_ask_from_the_cursor_on_and_back_by_the_lookback()
    {
        var settings = new IncrementalSettings { CursorField = "id", Lookback = JsonSerializer.SerializeToElement(3), EndValue = JsonSerializer.SerializeToElement(90) };

        (await QueryAsync(new CursorRequest(settings, new CursorMark(DataType.Int64, "40", []), null))).ShouldBe("since=37&until=90&fixed=1");
    }

    [Fact]
    public async Task A_backfill_asks_for_its_bounds() =>
        (await QueryAsync(new CursorRequest(new IncrementalSettings { CursorField = "id" }, null, null, new CursorBounds("10", "20")))).ShouldBe("since=10&until=20&fixed=1");

    /// <summary>What the API was asked while planning and reading, which has to be the same.</summary>
    private static async Task<string> QueryAsync(CursorRequest wanted)
    {
        using var api = new ScriptedApi((_, _) => new("""[{"id":50}]"""));
        var config = JsonSerializer.SerializeToElement(new JsonObject { ["url"] = api.Url.AbsoluteUri, ["params"] = JsonNode.Parse(Params) });
        ISource source = new RestApiSource(new EgressPolicy(new EgressOptions { AllowPrivateNetwork = true }), Limits.InProcess(TimeProvider.System), TimeProvider.System);
        var plan = await source.PlanAsync(config, new PlanRequest("r", null) { Incremental = wanted }, CancellationToken.None);
        await foreach (var batch in source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), CancellationToken.None))
            batch.Batch.Dispose();
        return api.Requests.Select(request => request.Split('?')[1]).Distinct().ShouldHaveSingleItem();
    }
}
