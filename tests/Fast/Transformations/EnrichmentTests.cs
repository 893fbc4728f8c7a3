using DataAggregator.Core.Connectors;
using DataAggregator.Core.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class EnrichmentTests
{
    private const string Records = """[{"id":"a b/c"},{"id":"unknown"},{"id":null},{}]""";

    [Theory]
    [InlineData(""" "included_fields":["asked","deep.n[0]","none"],"data_path":"data","prefix":"x_" """, """
        [{"id":"a b/c","x_asked":"a b/c","x_deep.n[0]":7,"x_none":null},{"id":"unknown","x_asked":null,"x_deep.n[0]":null,"x_none":null},
         {"id":null,"x_asked":null,"x_deep.n[0]":null,"x_none":null},{"x_asked":null,"x_deep.n[0]":null,"x_none":null}]
        """)]
    [InlineData(""" "included_fields":["id","data"],"on_missing":"reject" """, """[{"id":"a b/c","data":{"asked":"a b/c","a.b":1.50,"deep":{"n":[7]}}}]""")]
    public void A_record_gets_what_the_api_says_of_it(string settings, string expected) => Steps.ShouldBeJson(Steps.Run(Step(settings), Records).Records, expected);

    [Fact]
    public void An_answer_made_for_people_leaves_no_line_breaks() =>
        Steps.Run(Step(""" "included_fields":["data"] """), """[{"id":"pretty"}]""").Records.ShouldBe("""[{"id":"pretty","data":{"n":1.50,"é":"a\nb"}}]""");

    [Fact]
    public async Task Every_address_is_asked_once()
    {
        using var records = JsonRecords.Parse("""[{"id":"a"},{"id":"b"},{"id":"a"},{"id":"a"}]""");
        var api = new AnsweringApi();
        await using var resources = StepRun.Resources(new(1 << 20), api: api);
        var chain = Steps.Compile(Step(""" "included_fields":["data"] """)).OpenChain(resources);

        for (var i = 0; i < 3; i++)
            (await chain.ApplyAsync(records.Share(), CancellationToken.None).SingleAsync()).Batch.Dispose();

        api.Calls.ShouldBe(2);
    }

    [Theory]
    [InlineData("broken", "reject", 1, 0)]
    [InlineData("broken", "null", 0, 1)]
    [InlineData("page", "reject", 1, 0)]
    [InlineData("page", "null", 0, 1)]
    public void A_failed_call_rejects_or_warns_as_wanted(string id, string onError, int rejected, int warned)
    {
        var result = Steps.Run(Step($""" "included_fields":["data"],"on_error":"{onError}" """), $$"""[{"id":"{{id}}"},{"id":"a"}]""");

        var counts = result.Counts.ShouldHaveSingleItem();
        (counts.Rejected, counts.Warned).ShouldBe((rejected, warned));
    }

    [Fact]
    public void A_program_tells_whether_its_chain_asks_elsewhere()
    {
        const string Sort = """{"type":"sort","fields":[{"field":"id"}]}""";
        var enrichment = Step(""" "included_fields":["data"] """);

        Steps.Compile($"[{enrichment},{Sort}]").ChainAsksElsewhere.ShouldBeTrue();
        Steps.Compile($"[{Sort},{enrichment}]").ChainAsksElsewhere.ShouldBeFalse();
    }

    [Fact]
    public void A_failed_call_fails_the_run_unless_said_otherwise() =>
        Should.Throw<ConnectorException>(() => Steps.Run(Step(""" "included_fields":["data"] """), """[{"id":"broken"}]""")).Class.ShouldBe(ErrorClass.Transient);

    [Theory]
    [InlineData("ftp://api.test/{id}", "must be an http or https address")]
    [InlineData("https://{id}.test/x", "must name the host in full")]
    [InlineData("nonsense", "must be an http or https address")]
    public void An_address_has_a_host_that_no_record_can_change(string url, string problem) =>
        Steps.Problems($$"""{"type":"enrichment","url":"{{url}}","included_fields":["x"]}""").ShouldHaveSingleItem().Message.ShouldContain(problem);

    private static string Step(string settings) => $$"""{"type":"enrichment","url":"https://api.test/customers/{id}",{{settings}}}""";
}
