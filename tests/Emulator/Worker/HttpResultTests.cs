using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>What the caller of an HTTP function gets.</summary>
public sealed class HttpResultTests : IAsyncLifetime
{
    private TestApp app = null!;

    public async Task InitializeAsync() => app = await TestApp.StartAsync(typeof(Functions));

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData("Result", HttpStatusCode.Created, "application/json; charset=utf-8", """{"id":7,"name":"seven"}""")]
    [InlineData("ResultTask", HttpStatusCode.OK, "text/plain; charset=utf-8", "later")]
    [InlineData("Action", HttpStatusCode.Accepted, "application/json; charset=utf-8", """{"id":8,"name":"eight"}""")]
    [InlineData("ActionTask", HttpStatusCode.Conflict, null, "")]
    [InlineData("Text", HttpStatusCode.OK, null, "plain")]
    [InlineData("Object", HttpStatusCode.OK, "application/json; charset=utf-8", """{"id":9,"name":"nine"}""")]
    [InlineData("Void", HttpStatusCode.OK, null, "")]
    [InlineData("Written", HttpStatusCode.IMUsed, null, "by hand")]
    public async Task Every_kind_of_result_is_answered(string path, HttpStatusCode status, string? contentType, string body)
    {
        using var answer = await app.Client.GetAsync("/api/" + path);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(body);
        if (contentType is not null)
        {
            answer.Content.Headers.ContentType!.ToString().ShouldBe(contentType);
        }
    }

    [Theory]
    [InlineData("Throws")]
    [InlineData("ThrowsLater")]
    [InlineData("ThrowsInResult")]
    public async Task An_exception_is_500_without_a_word_about_it_and_in_the_log(string path)
    {
        using var answer = await app.Client.GetAsync("/api/" + path);
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        app.Log.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains($"'{path}'") && line.Exception is TimeZoneNotFoundException);
    }

    [Fact]
    public async Task Events_arrive_while_the_function_runs_and_leaving_cancels_it()
    {
        var stream = new Stream();
        Stream.Waiting["a"] = stream;
        using var leave = new CancellationTokenSource();
        using (var answer = await app.Client.GetAsync("/api/Events?stream=a", HttpCompletionOption.ResponseHeadersRead, leave.Token))
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            (await reader.ReadLineAsync()).ShouldBe("data: first");
            stream.Go.SetResult();
            await reader.ReadLineAsync();
            (await reader.ReadLineAsync()).ShouldBe("data: second");
            stream.Cancelled.Task.IsCompleted.ShouldBeFalse();
        }

        await stream.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public Task An_exception_after_the_answer_began_breaks_the_connection_off()
        => Should.ThrowAsync<HttpRequestException>(() => app.Client.GetStringAsync("/api/ThrowsMidway"));

    [Fact]
    public async Task Stopping_the_host_cancels_running_functions()
    {
        var stopped = await TestApp.StartAsync(typeof(Functions));
        var stream = new Stream();
        Stream.Waiting["b"] = stream;
        using var answer = await stopped.Client.GetAsync("/api/Events?stream=b", HttpCompletionOption.ResponseHeadersRead);
        await stopped.DisposeAsync();
        stream.Cancelled.Task.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_is_read_as_it_comes()
    {
        using var content = new ByteArrayContent(new byte[5_000_000]);
        using var answer = await app.Client.PostAsync("/api/Upload", content);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("5000000");
    }

    public sealed record Item(int Id, string Name);

    /// <summary>One run of the function that streams.</summary>
    public sealed class Stream
    {
        public static ConcurrentDictionary<string, Stream> Waiting { get; } = new();

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public static class Functions
    {
        [Function("Result")]
        public static IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Created("/api/items/7", new Item(7, "seven"));

        [Function("ResultTask")]
        public static async Task<IResult> ResultTask([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("later");
        }

        [Function("Action")]
        public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
            => new ObjectResult(new Item(8, "eight")) { StatusCode = StatusCodes.Status202Accepted };

        [Function("ActionTask")]
        public static Task<IActionResult> ActionTask([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
            => Task.FromResult<IActionResult>(new StatusCodeResult(StatusCodes.Status409Conflict));

        [Function("Text")]
        public static string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "plain";

        [Function("Object")]
        public static Task<Item> Object([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.FromResult(new Item(9, "nine"));

        [Function("Void")]
        public static Task Void([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.CompletedTask;

        [Function("Written")]
        public static async Task Written([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = StatusCodes.Status226IMUsed;
            await request.HttpContext.Response.WriteAsync("by hand");
        }

        [Function("Throws")]
        public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new TimeZoneNotFoundException("secret");

        [Function("ThrowsLater")]
        public static async Task<IResult> ThrowsLater([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await Task.Yield();
            throw new TimeZoneNotFoundException("secret");
        }

        [Function("ThrowsMidway")]
        public static async Task ThrowsMidway([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("so far");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new TimeZoneNotFoundException("secret");
        }

        [Function("ThrowsInResult")]
        public static IResult ThrowsInResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new Broken();

        [Function("Events")]
        public static async Task<IResult> Events([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, string stream, CancellationToken cancellationToken)
        {
            var run = Stream.Waiting[stream];
            var response = request.HttpContext.Response;
            response.ContentType = "text/event-stream";
            try
            {
                await response.WriteAsync("data: first\n\n", cancellationToken);
                await run.Go.Task.WaitAsync(cancellationToken);
                await response.WriteAsync("data: second\n\n", cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                run.Cancelled.SetResult();
            }

            return Results.Empty;
        }

        [Function("Upload")]
        public static async Task<string> Upload([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, CancellationToken cancellationToken)
        {
            var buffer = new byte[65_536];
            var total = 0;
            while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                total += read;
            }

            return $"{total}";
        }
    }

    private sealed class Broken : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => throw new TimeZoneNotFoundException("secret");
    }
}
