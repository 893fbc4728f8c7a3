using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

public sealed class RestApiSourceTests
{
    private readonly HurriedTime time = new();

    [Fact]
    public async Task Reads_page_after_page_by_offset()
    {
        using var api = new ScriptedApi((request, _) => new(Orders(Number(request.QueryString["offset"]), Number(request.QueryString["limit"]), 25)));

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
        using var api = new ScriptedApi((request, _) => new(Orders(Number(request.QueryString["offset"]), Number(request.QueryString["limit"]), 25)));
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
            var query = request.QueryString;
            var page = query["page"] is { } number ? Number(number) - 1 : Number(query["p"] ?? query["cursor"] ?? query["at"]);
            // A server that gives 10 records whatever it is asked for.
            var first = query["offset"] is { } offset ? Number(offset) : page * 10;
            var next = first + 10 < 25 ? (page + 1).ToString(CultureInfo.InvariantCulture) : null;
            var meta = $$"""{"next":{{JsonSerializer.Serialize(next)}},"total":25}""";
            var links = next is null ? "{}" : $$"""{"next":"/v1/orders?at={{next}}"}""";
            var answer = new ScriptedApi.Answer($$"""{"meta":{{meta}},"links":{{links}},"data":{{Orders(first, 10, 25)}}}""");
            if (next is not null)
                answer.Headers["Link"] = $"<http://127.0.0.1:{request.LocalEndPoint.Port}/v1/orders?at=0>; rel=\"first\", </v1/orders?at={next}>; rel=\"next\"";
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

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Tries_again_what_may_pass(int status)
    {
        using var api = new ScriptedApi((_, n) => n is 0 or 1 ? new("{}", status) : new(Orders(0, 3, 3)));

        var (batches, _) = await ReadAsync(Config(api, "{}"));

        Ids(batches).ShouldBe([0, 1, 2]);
        // One second, then two, each by up to a quarter more or less.
        time.Waits.Count.ShouldBe(2);
        time.Waits[0].TotalSeconds.ShouldBeInRange(0.75, 1.25);
        time.Waits[1].TotalSeconds.ShouldBeInRange(1.5, 2.5);
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_asks()
    {
        using var api = new ScriptedApi((_, n) => n == 0 ? new("{}", 429) { Headers = { ["Retry-After"] = "17" } } : new(Orders(0, 1, 1)));

        await ReadAsync(Config(api, "{}"));

        time.Waits.ShouldBe([TimeSpan.FromSeconds(17)]);
    }

    [Fact]
    public async Task Reads_a_page_again_whose_connection_broke()
    {
        using var api = new ScriptedApi((_, n) => n == 1 ? new("""[{"id":1},""", IsCut: true) : new(Orders(0, 2, 2)));

        Ids((await ReadAsync(Config(api, "{}"))).Batches).ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData(401, ErrorClass.Settings, "authentication_failed", 1)]
    [InlineData(403, ErrorClass.Settings, "permission_denied", 1)]
    [InlineData(404, ErrorClass.Settings, "not_found", 1)]
    [InlineData(400, ErrorClass.Settings, "request_refused", 1)]
    [InlineData(502, ErrorClass.Transient, "server_error", 3)]
    public async Task Says_what_the_server_said(int status, ErrorClass kind, string code, int requests)
    {
        using var api = new ScriptedApi((_, _) => new("""{"secret":"echo"}""", status));

        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Config(api, """{"retry_attempts":2,"params":{"key":"hidden"}}""")));

        (exception.Class, exception.Code).ShouldBe((kind, code));
        exception.Message.ShouldStartWith($"127.0.0.1:{api.Port} answered {status}");
        exception.ToString().ShouldNotContain("hidden");
        api.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task Names_host_port_and_reason_when_nothing_listens()
    {
        int port;
        using (var gone = new ScriptedApi((_, _) => new("[]")))
            port = gone.Port;

        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Json($$"""{"url":"http://127.0.0.1:{{port}}/x?key=hidden","retry_attempts":1}""")));

        (exception.Class, exception.Code).ShouldBe((ErrorClass.Transient, "connection_refused"));
        exception.Message.ShouldBe($"Cannot read from 127.0.0.1:{port}: the connection was refused, nothing listens there.");
        time.Waits.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Gives_up_on_a_server_that_says_nothing()
    {
        using var api = new ScriptedApi((_, _) => new("", IsSilent: true));

        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Config(api, """{"connection_timeout":1,"retry_attempts":0}""")));

        (exception.Class, exception.Code).ShouldBe((ErrorClass.Transient, "timeout"));
        exception.Message.ShouldBe($"Cannot read from 127.0.0.1:{api.Port}: no answer within 1 s.");
    }

    [Fact]
    public async Task Refuses_a_page_that_is_too_large_to_hold()
    {
        using var api = new ScriptedApi((_, _) => new("[", IsCut: true, Length: (64 << 20) + 1));

        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Config(api, "{}")))).Code.ShouldBe("response_too_large");
    }

    [Theory]
    [InlineData("""{"data":[{"id":1}],"next":oops}""", "{}")]
    [InlineData("""{"data":[{"id":1}],"next":oops}""", """{"pagination":{"type":"cursor","cursor_path":"next"},"data_path":"data"}""")]
    [InlineData("<html>", "{}")]
    [InlineData("""[{"id":1},{"id":}]""", "{}")]
    public async Task Says_that_an_answer_is_no_json(string body, string more)
    {
        using var api = new ScriptedApi((_, _) => new(body));

        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Config(api, more)));

        exception.Class.ShouldBe(ErrorClass.Data);
    }

    [Fact]
    public async Task Stops_when_it_is_told_to()
    {
        using var api = new ScriptedApi((_, _) => new("", IsSilent: true));
        using var stop = new CancellationTokenSource();

        var planning = Source().PlanAsync(Config(api, "{}"), new PlanRequest("r", null), stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => planning);
    }

    [Fact]
    public async Task Dials_nothing_that_egress_forbids()
    {
        using var api = new ScriptedApi((_, _) => new("[]"));
        ISource source = new RestApiSource(new EgressPolicy(new EgressOptions()), time);

        var exception = await Should.ThrowAsync<ConnectorException>(() => source.PlanAsync(Config(api, "{}"), new PlanRequest("r", null), CancellationToken.None));

        exception.Code.ShouldBe("address_not_allowed");
        api.Requests.ShouldBeEmpty();
        time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Follows_redirects_on_its_host_alone()
    {
        using var other = new ScriptedApi((_, _) => new("[]"));
        using var api = new ScriptedApi((request, _) => request.RawUrl switch
        {
            "/v1/orders" => new("", 302) { Headers = { ["Location"] = "/moved" } },
            "/moved" => new(Orders(0, 1, 1)),
            _ => new("", 307) { Headers = { ["Location"] = other.Url.AbsoluteUri } },
        });

        Ids((await ReadAsync(Config(api, "{}"))).Batches).ShouldBe([0]);
        var exception = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Json($$"""{"url":"http://127.0.0.1:{{api.Port}}/away"}""")));
        exception.Code.ShouldBe("redirect_refused");
        other.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"auth_method":"API_KEY","auth_params":{"api_key_header":"X-Key","api_key_value":"k1"}}""", "X-Key", "k1")]
    [InlineData("""{"auth_method":"bearer","auth_params":{"token":"t1"}}""", "Authorization", "Bearer t1")]
    [InlineData("""{"auth_method":"Bearer Token","auth_params":{"token":"t1"}}""", "Authorization", "Bearer t1")]
    [InlineData("""{"auth_method":"basic","auth_params":{"username":"ü","password":"p:w"}}""", "Authorization", "Basic w7w6cDp3")]
    [InlineData("""{"headers":{"X-Team":"42","Accept":"application/hal+json"}}""", "Accept", "application/hal+json")]
    public async Task Proves_itself(string more, string header, string expected)
    {
        string? seen = null;
        using var api = new ScriptedApi((request, _) =>
        {
            seen = request.Headers[header];
            return new("[]");
        });

        await ReadAsync(Config(api, more));

        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task Fetches_an_oauth_token_and_another_when_it_is_stale()
    {
        var tokens = 0;
        using var api = new ScriptedApi((request, _) =>
        {
            if (request.RawUrl == "/token")
                return new($$"""{"access_token":"t{{++tokens}}"}""");
            // The first token dies after one page.
            var stale = request.Headers["Authorization"] == "Bearer t2" && request.QueryString["page"] == "2";
            return stale || request.Headers["Authorization"] is null ? new("", 401) : new(Orders((Number(request.QueryString["page"]) - 1) * 2, 2, 5));
        });

        var (batches, _) = await ReadAsync(Config(
            api, $$$"""{"pagination":{"type":"page","page_size":2},"auth_method":"oauth2","auth_params":{"client_id":"c","client_secret":"s","scope":"read","token_url":"http://127.0.0.1:{{{api.Port}}}/token"}}"""));

        Ids(batches).ShouldBe([0, 1, 2, 3, 4]);
        tokens.ShouldBe(3);
    }

    [Fact]
    public async Task Keeps_to_the_rate_limit()
    {
        using var api = new ScriptedApi((request, _) => new(Orders(Number(request.QueryString["offset"]), 1, 4)));

        // Six requests (one of them for the plan), two a minute.
        await ReadAsync(Config(api, """{"pagination":{"type":"offset","page_size":1},"rate_limit":2,"rate_limit_period":"minute"}"""));

        time.Waits.ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)]);
    }

    [Fact]
    public async Task Sends_the_body_of_a_post_and_parameters_in_the_query()
    {
        var body = "";
        using var api = new ScriptedApi((request, _) =>
        {
            using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
            body = $"{request.HttpMethod} {reader.ReadToEnd()}";
            return new("[]");
        });

        await ReadAsync(Json($$$"""{"url":"{{{api.Url}}}?a=1&b=2","method":"post","body":{"q":"x"},"params":{"b":"3 &"}}"""));

        body.ShouldBe("""POST {"q":"x"}""");
        api.Requests.Last().ShouldBe("/v1/orders?a=1&b=3%20%26");
    }

    [Fact]
    public async Task Types_are_those_of_the_plan_and_new_fields_are_appended()
    {
        using var api = new ScriptedApi((request, _) => new(Number(request.QueryString["page"]) switch
        {
            1 => """[{"id":1,"code":"007"}]""",
            2 => """[{"id":"two","code":"8"},{"id":3,"code":"9","extra":true}]""",
            _ => "[]",
        }));
        var source = Source();
        var config = Config(api, """{"pagination":{"type":"page"}}""");
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), CancellationToken.None);

        var rejected = new List<RejectedRecord>();
        var names = new List<string>();
        await foreach (var batch in source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), CancellationToken.None))
        {
            rejected.AddRange(batch.Rejected);
            names.Add(string.Join(',', batch.Batch.Schema.Select(field => field.Name)));
            batch.BytesRead.ShouldBeGreaterThan(0);
            batch.Batch.Dispose();
        }

        names.ShouldBe(["id,code", "id,code,extra"]);
        rejected.ShouldHaveSingleItem().Ordinal.ShouldBe(1);
        rejected[0].Errors[0].Field.ShouldBe("id");
    }

    [Theory]
    [InlineData("""{"url":"ftp://x"}""", "$.config.url", "no address")]
    [InlineData("""{"url":"https://u:p@x.example"}""", "$.config.url", "auth_params")]
    [InlineData("""{"url":"https://x.example","auth_method":"api_key"}""", "$.config.auth_params.api_key_value", "is required")]
    [InlineData("""{"url":"https://x.example","auth_method":"bearer_tokn"}""", "$.config.auth_method", "Did you mean 'bearer_token'?")]
    [InlineData("""{"url":"https://x.example","auth_method":"hmac"}""", "$.config.auth_method", "not available yet")]
    [InlineData("""{"url":"https://x.example","pagination":{"type":"offfset"}}""", "$.config.pagination.type", "Did you mean 'offset'?")]
    [InlineData("""{"url":"https://x.example","pagination":{"type":"offset","size":1}}""", "$.config.pagination.size", "not a known setting")]
    [InlineData("""{"url":"https://x.example","body":{}}""", "$.config.body", "set method to post")]
    [InlineData("""{"url":"https://x.example","headers":{"a b":"c"}}""", "$.config.headers.a b", "no name for a header")]
    [InlineData("""{"connection_timeout":0}""", "$.config.url", "is required")]
    public void Says_what_is_wrong(string config, string path, string message)
    {
        var problems = new Problems();

        Source().Validate(Json(config), "$.config", problems);

        problems.ShouldContain(problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Checks_step_by_step()
    {
        using var api = new ScriptedApi((request, _) => request.Headers["X-API-Key"] == "right" ? new(Orders(0, 2, 2)) : new("", 401));

        var good = await ChecksAsync(Config(api, """{"auth_method":"api_key","auth_params":{"api_key_value":"right"}}"""));
        var bad = await ChecksAsync(Config(api, """{"auth_method":"api_key","auth_params":{"api_key_value":"wrong"}}"""));

        good.Select(check => (check.Name, check.Ok)).ShouldBe([("host", true), ("request", true), ("read", true)]);
        good[2].Message.ShouldBe("The first page has 2 records of 2 fields.");
        bad.Select(check => (check.Name, check.Ok)).ShouldBe([("host", true), ("request", false)]);
        bad[1].Message.ShouldContain("401");
        bad[1].Message.ShouldNotContain("wrong");
    }

    private ISource Source() => new RestApiSource(new EgressPolicy(new EgressOptions { AllowPrivateNetwork = true }), time);

    private async Task<(List<Page> Batches, SourcePlan Plan)> ReadAsync(JsonElement config)
    {
        var source = Source();
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), CancellationToken.None);
        return (await DrainAsync(source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), CancellationToken.None)), plan);
    }

    private static async Task<List<Page>> DrainAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        var pages = new List<Page>();
        await foreach (var batch in batches)
        {
            using var records = batch.Batch;
            var ids = (FixedColumn<long>)records.Find("id")!;
            pages.Add(new Page(records.FirstOrdinal, batch.Position, [.. Enumerable.Range(0, records.Count).Select(i => (int)ids.Values[records.RowAt(i)])]));
        }

        return pages;
    }

    private async Task<List<Check>> ChecksAsync(JsonElement config)
    {
        var checks = new List<Check>();
        await foreach (var check in Source().CheckAsync(config, CancellationToken.None))
            checks.Add(check);
        return checks;
    }

    private static IEnumerable<int> Ids(IEnumerable<Page> pages) => pages.SelectMany(page => page.Ids);

    private static JsonElement Config(ScriptedApi api, string more)
    {
        var config = JsonNode.Parse(more)!;
        config["url"] = api.Url.AbsoluteUri;
        return Json(config.ToJsonString());
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static string Orders(int first, int count, int total) =>
        $"[{string.Join(',', Enumerable.Range(first, Math.Clamp(total - first, 0, count)).Select(id => $$"""{"id":{{id}},"total":{{id}}.50}"""))}]";

    private static int Number(string? text) => int.Parse(text ?? "0", CultureInfo.InvariantCulture);

    private sealed record Page(long FirstOrdinal, string? Position, IReadOnlyList<int> Ids);
}
