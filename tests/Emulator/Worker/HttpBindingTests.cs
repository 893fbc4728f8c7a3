using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>What an HTTP function's parameters get.</summary>
public sealed class HttpBindingTests : IAsyncLifetime
{
    private TestApp app = null!;

    public async Task InitializeAsync() => app = await TestApp.StartAsync(
        builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddScoped<Greeter>();
        },
        typeof(Functions));

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task The_request_is_the_ASP_NET_Core_one()
        => (await app.Client.GetStringAsync("/api/request?x=1")).ShouldBe("GET /api/request?x=1");

    [Theory]
    [InlineData("/api/typed/7/true/2.5/0d4cf0b5-38d2-4f6f-8d3e-8ab6d4a5a3f1/2026-01-31T12:00:00Z", "7 True 2.5 0d4cf0b5-38d2-4f6f-8d3e-8ab6d4a5a3f1 2026-01-31T12:00:00")]
    public async Task Route_values_have_the_types_of_the_parameters(string path, string expected)
        => (await app.Client.GetStringAsync(path)).ShouldBe(expected);

    [Fact]
    public async Task A_value_that_does_not_fit_its_parameter_is_an_error_that_names_the_parameter()
    {
        (await app.Client.GetAsync("/api/number/abc")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        app.Log.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Exception is FunctionInputConverterException && line.Exception.Message.Contains("'number'"));
    }

    [Theory]
    [InlineData("/api/query?name=Ada&AGE=36", "Ada 36")]
    [InlineData("/api/query?name=Ada", "Ada none")]
    [InlineData("/api/query?code=secret", "nobody none")]
    public async Task Query_values_are_bound_by_name_and_may_be_missing(string path, string expected)
        => (await app.Client.GetStringAsync(path)).ShouldBe(expected);

    [Fact]
    public async Task A_route_value_wins_over_a_query_value_of_its_name()
        => (await app.Client.GetStringAsync("/api/number/1?number=2")).ShouldBe("1");

    [Fact]
    public async Task A_missing_value_of_a_type_without_null_is_an_error()
        => (await app.Client.GetAsync("/api/required")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

    [Fact]
    public async Task FromBody_reads_JSON_without_regard_to_case()
    {
        var answer = await app.Client.PostAsJsonAsync("/api/body", new { NAME = "Ada", age = 36 });
        (await answer.Content.ReadAsStringAsync()).ShouldBe("Ada 36");
    }

    [Fact]
    public async Task FromBody_with_malformed_JSON_fails_the_invocation()
    {
        using var content = new StringContent("{", Encoding.UTF8, "application/json");
        (await app.Client.PostAsync("/api/body", content)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Classes_get_their_services_from_the_scope_of_the_invocation()
    {
        var first = await app.Client.GetStringAsync("/api/service");
        first.ShouldBe("one scope");
        Greeter.Disposed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Static_functions_get_context_and_token()
        => (await app.Client.GetStringAsync("/api/static")).ShouldBe("Static True httpTrigger True");

    [Fact]
    public async Task Binding_data_has_route_and_query_values_without_regard_to_case()
        => (await app.Client.GetStringAsync("/api/data/red?Size=5")).ShouldBe("red 5");

    public sealed record Person(string Name, int Age);

    public sealed class Greeter : IDisposable
    {
        public static int Disposed { get; private set; }

        public void Dispose() => Disposed++;
    }

    public sealed class Functions(Greeter greeter)
    {
        [Function("Request")]
        public static IResult Request([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "request")] HttpRequest request)
            => Results.Text($"{request.Method} {request.Path}{request.QueryString}");

        [Function("Typed")]
        public static string Typed(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{number}/{flag}/{amount}/{id}/{at}")] HttpRequest request,
            int number, bool flag, decimal amount, Guid id, DateTimeOffset at)
            => FormattableString.Invariant($"{number} {flag} {amount} {id} {at.UtcDateTime:s}");

        [Function("Number")]
        public static string Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "number/{number}")] HttpRequest request, int number)
            => FormattableString.Invariant($"{number}");

        [Function("Query")]
        public static string Query([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "query")] HttpRequest request, string? code, string? name, int? age)
            => $"{code ?? name ?? "nobody"} {age?.ToString() ?? "none"}";

        [Function("Required")]
        public static string Required([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "required")] HttpRequest request, int number) => $"{number}";

        [Function("Body")]
        public static string Body([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request, [FromBody] Person person)
            => $"{person.Name} {person.Age}";

        [Function("Service")]
        public IActionResult Service([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "service")] HttpRequest request, FunctionContext context)
            => new ContentResult
            {
                Content = ReferenceEquals(greeter, context.InstanceServices.GetRequiredService<Greeter>())
                    && ReferenceEquals(greeter, request.HttpContext.RequestServices.GetRequiredService<Greeter>()) ? "one scope" : "several scopes",
            };

        [Function("Static")]
        public static Task<string> Static(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "static")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken)
            => Task.FromResult($"{context.FunctionDefinition.Name} {cancellationToken == context.CancellationToken} "
                + $"{context.FunctionDefinition.InputBindings["request"].Type} {Guid.TryParse(context.InvocationId, out _)}");

        [Function("Data")]
        public static string Data([HttpTrigger(AuthorizationLevel.Anonymous, Route = "data/{colour}")] HttpRequest request, FunctionContext context)
            => $"{context.BindingContext.BindingData["COLOUR"]} {context.BindingContext.BindingData["size"]}";
    }
}
