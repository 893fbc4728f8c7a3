using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

public sealed class RestApiFailureTests : RestApiTests
{
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
        Time.Waits.Count.ShouldBe(2);
        Time.Waits[0].TotalSeconds.ShouldBeInRange(0.75, 1.25);
        Time.Waits[1].TotalSeconds.ShouldBeInRange(1.5, 2.5);
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_asks()
    {
        using var api = new ScriptedApi((_, n) => n == 0 ? new("{}", 429) { Headers = { ["Retry-After"] = "17" } } : new(Orders(0, 1, 1)));

        await ReadAsync(Config(api, "{}"));

        Time.Waits.ShouldBe([TimeSpan.FromSeconds(17)]);
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
        Time.Waits.Count.ShouldBe(1);
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
}
