using System.Globalization;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Enrichment;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fast.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Enrichment;

/// <summary>The step <c>enrichment</c> over HTTP.</summary>
public sealed class HttpEnrichmentClientTests
{
    private static readonly EgressOptions Open = new() { AllowPrivateNetwork = true };
    private readonly HurriedTime time = new();

    [Fact]
    public async Task Every_address_is_asked_once_with_the_headers_given()
    {
        using var api = new ScriptedApi((request, _) => new($$"""{"segment":"{{request.Query["of"]}} by {{request.Headers["X-Key"]}}"}"""));

        var records = await RunAsync(api, Open, """[{"id":"a b&c"},{"id":"d"},{"id":"a b&c"}]""", ""","headers":{"X-Key":"k1"}""", batches: 2);

        Steps.ShouldBeJson(records, """[{"id":"a b&c","segment":"a b&c by k1"},{"id":"d","segment":"d by k1"},{"id":"a b&c","segment":"a b&c by k1"}]""");
        api.Requests.ShouldBe(["/v1/orders?of=a%20b%26c", "/v1/orders?of=d"]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(204)]
    public async Task Of_what_the_api_does_not_know_there_are_nulls(int status)
    {
        using var api = new ScriptedApi((_, _) => new("", status));

        Steps.ShouldBeJson(await RunAsync(api, Open, """[{"id":"a"}]"""), """[{"id":"a","segment":null}]""");
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_asks_and_else_by_its_own_rhythm()
    {
        using var api = new ScriptedApi((_, n) => n switch
        {
            0 => new("", 429) { Headers = { ["Retry-After"] = "17" } },
            1 => new("", 503) { Headers = { ["Retry-After"] = (time.GetUtcNow() + TimeSpan.FromSeconds(40)).ToString("R", CultureInfo.InvariantCulture) } },
            2 => new("", 500),
            _ => new("""{"segment":"Premium"}"""),
        });

        Steps.ShouldBeJson(await RunAsync(api, Open, """[{"id":"a"}]"""), """[{"id":"a","segment":"Premium"}]""");
        time.Waits.ShouldBe([TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(4)]);
    }

    [Theory]
    [InlineData(429, "600", ErrorClass.Transient, "rate_limited", 1)]
    [InlineData(502, "0", ErrorClass.Transient, "server_error", 4)]
    [InlineData(401, "0", ErrorClass.Settings, "authentication_failed", 1)]
    public async Task Gives_up_where_asking_again_is_no_use(int status, string retryAfter, ErrorClass kind, string code, int requests)
    {
        using var api = new ScriptedApi((_, _) => new("", status) { Headers = { ["Retry-After"] = retryAfter } });

        var exception = await Should.ThrowAsync<ConnectorException>(() => RunAsync(api, Open, """[{"id":"a"}]"""));

        (exception.Class, exception.Code).ShouldBe((kind, code));
        api.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task Dials_nothing_that_egress_forbids()
    {
        using var api = new ScriptedApi((_, _) => new("{}"));

        (await Should.ThrowAsync<ConnectorException>(() => RunAsync(api, new EgressOptions(), """[{"id":"a"}]"""))).Code.ShouldBe("address_not_allowed");
        api.Requests.ShouldBeEmpty();
        time.Waits.ShouldBeEmpty();
        await RunAsync(api, new EgressOptions { Allowed = [$"127.0.0.1:{api.Port}"] }, """[{"id":"a"}]""");
        api.Requests.Count.ShouldBe(1);
    }

    private async Task<string> RunAsync(ScriptedApi api, EgressOptions egress, string records, string settings = "", int batches = 1)
    {
        using var client = new HttpEnrichmentClient(new EgressPolicy(egress), Limits.InProcess(time), time);
        await using var resources = StepRun.Resources(new(1 << 20), api: client);
        var step = $$"""{"type":"enrichment","url":"{{api.Url}}?of={id}","included_fields":["segment"],"concurrency":1{{settings}}}""";
        var chain = Steps.Compile(step).OpenChain(resources);
        using var input = JsonRecords.Parse(records);
        for (var batch = 1; batch < batches; batch++)
            (await chain.ApplyAsync(input.Share(), CancellationToken.None).SingleAsync()).Batch.Dispose();
        using var output = (await chain.ApplyAsync(input.Share(), CancellationToken.None).SingleAsync()).Batch;
        return JsonRecords.Write(output);
    }
}
