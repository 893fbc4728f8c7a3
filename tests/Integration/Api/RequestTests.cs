using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>What every operation does with what it is sent.</summary>
[Collection(ApiTests.Name)]
public sealed class RequestTests(ApiServer server)
{
    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{'name':'a'}")]
    public async Task Malformed_JSON_is_a_bad_request(string body) =>
        (await server.Admin.PostAsync("connectors", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed_json");

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused_and_not_taken_for_other_letters()
    {
        using var latin = new ByteArrayContent([.. "{\"transformations\":[],\"records\":[{\"a\":\""u8, 0xFC, .. "\"}]}"u8]);
        using var marked = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. "{\"transformations\":[],\"records\":[{\"a\":\"ü\"}]}"u8]);
        latin.Headers.ContentType = marked.Headers.ContentType = new("application/json");

        (await server.Admin.PostAsync("transformations/preview", latin)).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed_json");
        (await server.Admin.PostAsync("transformations/preview", marked)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("records")[0].GetProperty("a").GetString().ShouldBe("ü");
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");

        (await server.Admin.PostAsync("connectors", text)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused() =>
        (await server.Admin.PostAsync("connectors", $"{{\"name\":\"{new string('x', 5 << 20)}\"}}"))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");

    [Fact]
    public async Task Unknown_and_wrong_list_parameters_are_all_named()
    {
        var answer = (await server.Admin.GetAsync("pipelines?limt=5&limit=500")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        answer.Paths.ShouldBe(["limt", "limit"]);
        answer.Body.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("Did you mean 'limit'?");
    }

    [Theory]
    [InlineData("connectors/absent")]
    [InlineData("pipelines/absent")]
    [InlineData("runs/absent")]
    [InlineData("runs/absent/events")]
    [InlineData("runs/absent/rejected")]
    [InlineData("connector-types/absent")]
    [InlineData("transformations/absent")]
    [InlineData("transformations/absent/versions")]
    [InlineData("transformations/absent/versions/1")]
    [InlineData("transformations/absent/versions/one")]
    public async Task What_is_not_there_is_not_found(string path) =>
        (await server.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");

    [Fact]
    public async Task An_unknown_operation_is_a_problem_too_and_tells_the_methods_that_there_are()
    {
        (await server.Anonymous.GetAsync("nothing/here")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        var wrong = (await server.Anonymous.DeleteAsync("pipelines")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");

        wrong.Headers["Allow"].ShouldBe("GET, POST");
    }

    [Fact]
    public async Task The_correlation_id_is_echoed_or_made()
    {
        var given = await server.Admin.SendAsync(HttpMethod.Get, "me", null, ("X-Correlation-Id", "order-42"));
        var made = await server.Admin.GetAsync("me");

        given.Headers["X-Correlation-Id"].ShouldBe("order-42");
        made.Headers["X-Correlation-Id"].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Health_and_readiness_are_for_everybody()
    {
        (await server.Anonymous.GetAsync("/api/health")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("ok");
        var ready = (await server.Anonymous.GetAsync("/api/ready")).ShouldBe(HttpStatusCode.OK);
        ready["status"].ShouldBe("ready");
        ready.Body.GetProperty("dependencies")[0].GetProperty("name").GetString().ShouldBe("postgresql");
    }
}
