using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class SignInTests(ApiServer server)
{
    [Fact]
    public async Task The_right_password_gives_a_token_that_opens_what_the_role_may_see()
    {
        var answer = (await LoginAsync(ApiServer.AdminEmail, ApiServer.Password)).ShouldBe(HttpStatusCode.OK);

        answer["token_type"].ShouldBe("bearer");
        answer.Body.GetProperty("expires_in").GetInt32().ShouldBe(900);
        answer.Body.GetProperty("user").GetProperty("role").GetString().ShouldBe("admin");
        answer.Text.ShouldNotContain("password", Case.Insensitive);
        using var client = new ApiClient(server.Anonymous.Address, answer["access_token"]);
        (await client.GetAsync("me")).ShouldBe(HttpStatusCode.OK)["email"].ShouldBe(ApiServer.AdminEmail);
    }

    [Fact]
    public async Task Form_fields_sign_in_as_JSON_does()
    {
        using var form = new FormUrlEncodedContent([new("username", ApiServer.AdminEmail.ToUpperInvariant()), new("password", ApiServer.Password)]);

        (await server.Anonymous.PostAsync("auth/login", form)).ShouldBe(HttpStatusCode.OK)["refresh_token"].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        var wrong = (await LoginAsync(ApiServer.AdminEmail, "not the password")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var unknown = (await LoginAsync("nobody@example.com", ApiServer.Password)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");

        WithoutTrace(unknown).ShouldBe(WithoutTrace(wrong));
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_its_second_use_revokes_what_came_of_it()
    {
        var first = (await LoginAsync(ApiServer.AdminEmail, ApiServer.Password))["refresh_token"];
        var second = (await RefreshAsync(first)).ShouldBe(HttpStatusCode.OK)["refresh_token"];
        second.ShouldNotBe(first);

        (await RefreshAsync(first)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");

        (await RefreshAsync(second)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var token = (await LoginAsync(ApiServer.AdminEmail, ApiServer.Password))["refresh_token"];

        (await server.Admin.PostAsync("auth/logout", new { refresh_token = token })).ShouldBe(HttpStatusCode.NoContent);

        (await RefreshAsync(token)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sZSI6ImFkbWluIn0.")]
    public async Task Without_a_token_of_ours_nothing_opens(string? token)
    {
        using var client = new ApiClient(server.Anonymous.Address, token);

        (await client.GetAsync("connectors")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated").Headers["WWW-Authenticate"].ShouldBe("Bearer");
    }

    [Fact]
    public async Task A_viewer_reads_pipelines_and_changes_nothing()
    {
        using var viewer = await server.AccountAsync("viewer");

        (await viewer.GetAsync("pipelines")).ShouldBe(HttpStatusCode.OK);
        (await viewer.GetAsync("connectors")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.PostAsync("pipelines", new { })).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.PostAsync("pipelines/any/execute")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private static string WithoutTrace(ApiAnswer answer)
    {
        var body = JsonNode.Parse(answer.Text)!.AsObject();
        body.Remove("trace_id");
        return body.ToJsonString();
    }

    private Task<ApiAnswer> LoginAsync(string email, string password) => server.Anonymous.PostAsync("auth/login", new { email, password });

    private Task<ApiAnswer> RefreshAsync(string token) => server.Anonymous.PostAsync("auth/refresh", new { refresh_token = token });
}
