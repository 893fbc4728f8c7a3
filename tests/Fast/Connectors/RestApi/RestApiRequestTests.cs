using System.Text;
using System.Text.Json;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

public sealed class RestApiRequestTests : RestApiTests
{
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
            if (request.Target == "/token")
                return new($$"""{"access_token":"t{{++tokens}}"}""");
            // The first token dies after one page.
            var stale = request.Headers["Authorization"] == "Bearer t2" && request.Query["page"] == "2";
            return stale || request.Headers["Authorization"] is null ? new("", 401) : new(Orders((Number(request.Query["page"]) - 1) * 2, 2, 5));
        });

        var (batches, _) = await ReadAsync(Config(
            api, $$$"""{"pagination":{"type":"page","page_size":2},"auth_method":"oauth2","auth_params":{"client_id":"c","client_secret":"s","scope":"read","token_url":"http://127.0.0.1:{{{api.Port}}}/token"}}"""));

        Ids(batches).ShouldBe([0, 1, 2, 3, 4]);
        tokens.ShouldBe(3);
    }

    [Fact]
    public async Task Keeps_to_the_rate_limit()
    {
        using var api = new ScriptedApi((request, _) => new(Orders(Number(request.Query["offset"]), 1, 4)));

        // Six requests (one of them for the plan), two a minute.
        await ReadAsync(Config(api, """{"pagination":{"type":"offset","page_size":1},"rate_limit":2,"rate_limit_period":"minute"}"""));

        Time.Waits.ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)]);
    }

    [Fact]
    public async Task Sends_the_body_of_a_post_and_parameters_in_the_query()
    {
        var body = "";
        using var api = new ScriptedApi((request, _) =>
        {
            body = $"{request.Method} {request.Body}";
            return new("[]");
        });

        await ReadAsync(Json($$$"""{"url":"{{{api.Url}}}?a=1&b=2","method":"post","body":{"q":"x"},"params":{"b":"3 &"}}"""));

        body.ShouldBe("""POST {"q":"x"}""");
        api.Requests.Last().ShouldBe("/v1/orders?a=1&b=3%20%26");
    }

    [Fact]
    public async Task Dials_nothing_that_egress_forbids()
    {
        using var api = new ScriptedApi((_, _) => new("[]"));
        ISource source = new RestApiSource(new EgressPolicy(new EgressOptions()), Limits.InProcess(Time), Time);

        var exception = await Should.ThrowAsync<ConnectorException>(() => source.PlanAsync(Config(api, "{}"), new PlanRequest("r", null), CancellationToken.None));

        exception.Code.ShouldBe("address_not_allowed");
        api.Requests.ShouldBeEmpty();
        Time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Follows_redirects_on_its_host_alone()
    {
        using var other = new ScriptedApi((_, _) => new("[]"));
        using var api = new ScriptedApi((request, _) => request.Target switch
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

    private async Task<List<Check>> ChecksAsync(JsonElement config)
    {
        var checks = new List<Check>();
        await foreach (var check in Source().CheckAsync(config, CancellationToken.None))
            checks.Add(check);
        return checks;
    }
}
