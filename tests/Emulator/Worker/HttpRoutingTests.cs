using System.Net;
using DataAggregator.Emulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>Which function a request reaches.</summary>
public sealed class HttpRoutingTests
{
    [Theory]
    [InlineData("GET", "/api/items/5", "number 5")]
    [InlineData("GET", "/api/items/new", "new")]
    [InlineData("GET", "/api/items/abc", "word abc")]
    [InlineData("POST", "/api/items/5", "post 5")]
    [InlineData("DELETE", "/api/anything", "DELETE")]
    [InlineData("GET", "/api/ByName", "by name")]
    [InlineData("GET", "/api/files/a/b/c.txt", "a/b/c.txt")]
    [InlineData("GET", "/api/maybe", "nothing")]
    [InlineData("GET", "/api/maybe/x", "x")]
    public async Task Routes_match_by_template_constraint_and_method(string method, string path, string expected)
    {
        await using var app = await TestApp.StartAsync(typeof(Functions));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await app.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("GET", "/api/unknown")]
    [InlineData("GET", "/items/5")]
    [InlineData("DELETE", "/api/items/5")]
    [InlineData("HEAD", "/api/items/5")]
    public async Task What_no_function_answers_is_404_also_for_another_method_as_the_official_host_has_it(string method, string path)
    {
        await using var app = await TestApp.StartAsync(typeof(Functions));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await app.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("v2", "/v2/ByName")]
    [InlineData("", "/ByName")]
    [InlineData("/a/b/", "/a/b/ByName")]
    public async Task The_prefix_is_that_of_host_json(string prefix, string path)
    {
        await using var app = await TestApp.StartAsync(
            static builder => builder.ConfigureFunctionsWebApplication(),
            $$"""{"version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""",
            dataDirectory: null,
            typeof(Functions));
        (await app.Client.GetStringAsync(path)).ShouldBe("by name");
    }

    [Fact]
    public async Task The_local_host_serves_endpoints_and_middleware_beside_the_functions()
    {
        await using var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseEmulator(static options =>
                {
                    options.ConfigureApp = static web => web.Use(static (http, next) =>
                    {
                        http.Response.Headers["X-Local"] = "yes";
                        return next(http);
                    });
                    options.MapEndpoints = static endpoints => endpoints.MapFallback(static () => "index");
                });
            },
            typeof(Functions));
        (await app.Client.GetStringAsync("/")).ShouldBe("index");
        (await app.Client.GetStringAsync("/pipelines/1")).ShouldBe("index");
        using var answer = await app.Client.GetAsync("/api/ByName");
        answer.Headers.GetValues("X-Local").ShouldBe(["yes"]);
        (await app.Client.GetAsync("/api/unknown")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Settings_in_percent_signs_are_resolved()
    {
        await using var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Configuration["Place"] = "there";
            },
            typeof(Configured));
        (await app.Client.GetStringAsync("/api/go/there")).ShouldBe("here");
    }

    [Fact]
    public async Task A_missing_setting_is_a_start_error_that_names_it()
    {
        var error = await Should.ThrowAsync<EmulatorStartException>(() => TestApp.StartAsync(typeof(Configured)));
        error.Message.ShouldContain("'Place'");
    }

    public static class Functions
    {
        [Function("ItemNumber")]
        public static string ItemNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request, int id) => $"number {id}";

        [Function("ItemNew")]
        public static string ItemNew([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/new")] HttpRequest request) => "new";

        [Function("ItemWord")]
        public static string ItemWord([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{word:alpha}")] HttpRequest request, string word) => $"word {word}";

        [Function("ItemPost")]
        public static string ItemPost([HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "items/{id:int}")] HttpRequest request, int id) => $"post {id}";

        [Function("Anything")]
        public static string Anything([HttpTrigger(AuthorizationLevel.Anonymous, Route = "anything")] HttpRequest request) => request.Method;

        [Function("ByName")]
        public static string ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "by name";

        [Function("Files")]
        public static string Files([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{**path}")] HttpRequest request, string path) => path;

        [Function("Maybe")]
        public static string Maybe([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "maybe/{value?}")] HttpRequest request, string? value) => value ?? "nothing";
    }

    public static class Configured
    {
        [Function("Go")]
        public static string Go([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "go/%Place%")] HttpRequest request) => "here";
    }
}
