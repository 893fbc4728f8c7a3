using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

public sealed class RestApiPagingTests : RestApiTests
{
    [Fact]
    public async Task Reads_page_after_page_by_offset()
    {
        using var api = new ScriptedApi((request, _) => new(Orders(Number(request.Query["offset"]), Number(request.Query["limit"]), 25)));

        var (batches, plan) = await ReadAsync(Config(api, """{"pagination":{"type":"offset","page_size":10}}"""));

        Ids(batches).ShouldBe(Enumerable.Range(0, 25));
        batches.Select(batch => batch.FirstOrdinal).ShouldBe([0, 10, 20]);
        plan.Repeatable.ShouldBeFalse();
        plan.Partitions.Count.ShouldBe(1);
        plan.Schema.Select(field => (field.Name, field.Type)).ShouldBe([("id", DataType.Int64), ("total", DataType.Decimal)]);
        // The first page twice, once for the plan; the short third page is the last.
        api.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_position_goes_on_behind_its_page()
    {
        using var api = new ScriptedApi((request, _) => new(Orders(Number(request.Query["offset"]), Number(request.Query["limit"]), 25)));
        var source = Source();
        var config = Config(api, """{"pagination":{"type":"offset","page_size":10}}""");
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), CancellationToken.None);

        string? position = null;
        await foreach (var batch in source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), CancellationToken.None))
        {
            position = batch.Position;
            batch.Batch.Dispose();
            break;
        }

        var rest = await DrainAsync(source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, position, 10), CancellationToken.None));
        Ids(rest).ShouldBe(Enumerable.Range(10, 15));
        rest[0].FirstOrdinal.ShouldBe(10);
        rest[^1].Position.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"page","page_size":10}""")]
    [InlineData("""{"type":"page","page_param":"p","limit_param":"per","page_size":10,"first_page":0}""")]
    [InlineData("""{"type":"cursor","cursor_path":"meta.next"}""")]
    [InlineData("""{"type":"link_header"}""")]
    [InlineData("""{"type":"next_url","next_url_path":"links.next"}""")]
    [InlineData("""{"type":"offset","page_size":50,"total_path":"meta.total"}""")]
    public async Task Knows_every_way_of_paging(string pagination)
    {
        using var api = new ScriptedApi((request, _) =>
        {
            var query = request.Query;
            var page = query["page"] is { } number ? Number(number) - 1 : Number(query["p"] ?? query["cursor"] ?? query["at"]);
            // A server that gives 10 records whatever it is asked for.
            var first = query["offset"] is { } offset ? Number(offset) : page * 10;
            var next = first + 10 < 25 ? (page + 1).ToString(CultureInfo.InvariantCulture) : null;
            var meta = $$"""{"next":{{JsonSerializer.Serialize(next)}},"total":25}""";
            var links = next is null ? "{}" : $$"""{"next":"/v1/orders?at={{next}}"}""";
            var answer = new ScriptedApi.Answer($$"""{"meta":{{meta}},"links":{{links}},"data":{{Orders(first, 10, 25)}}}""");
            if (next is not null)
                answer.Headers["Link"] = $"<http://{request.Headers["Host"]}/v1/orders?at=0>; rel=\"first\", </v1/orders?at={next}>; rel=\"next\"";
            return answer;
        });

        var (batches, plan) = await ReadAsync(Config(api, $$"""{"pagination":{{pagination}}}"""));

        Ids(batches).ShouldBe(Enumerable.Range(0, 25));
        plan.Partitions[0].Records.ShouldBe(pagination.Contains("total_path", StringComparison.Ordinal) ? 25 : null);
    }

    [Theory]
    [InlineData("""{"type":"offset","page_size":10}""", "repeated_page")]
    [InlineData("""{"type":"page"}""", "repeated_page")]
    [InlineData("""{"type":"cursor","cursor_path":"next"}""", "repeated_page")]
    [InlineData("""{"type":"next_url","next_url_path":"self"}""", "repeated_token")]
    [InlineData("""{"type":"next_url","next_url_path":"elsewhere"}""", "next_url_refused")]
    [InlineData("""{"type":"page","max_pages":1}""", "too_many_pages")]
    public async Task Does_not_go_round_in_circles_or_elsewhere(string pagination, string code)
    {
        using var api = new ScriptedApi((_, n) => new($$"""{"n":{{n}},"next":"x{{n}}","self":"/v1/orders","elsewhere":"https://evil.example/v1","items":{{Orders(0, 10, 10)}}}"""));

        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Config(api, $$"""{"pagination":{{pagination}}}""")));

        (exception.Class, exception.Code).ShouldBe((ErrorClass.Data, code));
    }

    [Theory]
    [InlineData("""{"data_path":"a.b"}""", """{"a":{"b":[{"id":1}],"c":[]}}""", "1")]
    [InlineData("{}", """{"results":[{"id":1},{"id":2}],"errors":[]}""", "1 2")]
    [InlineData("{}", "[]", "")]
    [InlineData("{}", "", "")]
    public async Task Finds_the_records(string more, string body, string ids)
    {
        using var api = new ScriptedApi((_, _) => new(body));

        var (batches, _) = await ReadAsync(Config(api, more));

        string.Join(' ', Ids(batches)).ShouldBe(ids);
    }

    [Fact]
    public async Task Lists_what_is_there_when_the_records_are_not_to_be_found()
    {
        using var api = new ScriptedApi((_, _) => new("""{"data":[],"items":[]}"""));

        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Config(api, "{}")));

        exception.Class.ShouldBe(ErrorClass.Settings);
        exception.Message.ShouldContain("data, items");
        exception.Hint.ShouldBe("Set data_path.");
    }
}
