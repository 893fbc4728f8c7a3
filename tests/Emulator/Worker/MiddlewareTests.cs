using System.Collections.Concurrent;
using System.Net;
using DataAggregator.Emulator;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>What middleware can do, and when it runs.</summary>
public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_run_in_the_order_of_registration_around_the_function()
    {
        var order = new ConcurrentQueue<string>();
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                foreach (var name in new[] { "a", "b" })
                {
                    builder.UseMiddleware(async (_, next) =>
                    {
                        order.Enqueue(name + " in");
                        await next();
                        order.Enqueue(name + " out");
                    });
                }
            },
            typeof(Functions));
        await app.Client.GetStringAsync("/api/Name");
        order.ShouldBe(["a in", "b in", "b out", "a out"]);
    }

    [Fact]
    public async Task One_instance_of_a_middleware_class_serves_all_invocations()
    {
        await using var app = await TestApp.StartAsync(
            static builder => builder.ConfigureFunctionsWebApplication().UseMiddleware<Counting>(),
            typeof(Functions));
        await app.Client.GetStringAsync("/api/Name");
        (await app.Client.GetStringAsync("/api/Items")).ShouldBe("2");
    }

    [Fact]
    public async Task UseWhen_runs_for_matching_invocations_only()
    {
        await using var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseWhen(static context => context.FunctionDefinition.Name == "Items", static (context, next) =>
                {
                    context.Items["count"] = "delegate";
                    return next();
                });
                builder.UseWhen<Counting>(static context => context.FunctionDefinition.Name == "Name");
            },
            typeof(Functions));
        (await app.Client.GetStringAsync("/api/Items")).ShouldBe("delegate");
    }

    [Fact]
    public async Task A_middleware_behind_the_web_application_replaces_the_result_before_it_is_executed()
    {
        await using var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware(static async (context, next) =>
                {
                    await next();
                    context.GetInvocationResult().Value.ShouldBeAssignableTo<IResult>();
                    context.GetInvocationResult().Value = Results.StatusCode(418);
                });
            },
            typeof(Functions));
        (await app.Client.GetAsync("/api/Result")).StatusCode.ShouldBe((HttpStatusCode)418);
    }

    [Fact]
    public async Task A_middleware_before_the_web_application_sees_no_HTTP_context_on_the_way_in_and_a_written_answer_on_the_way_out()
    {
        var before = new TaskCompletionSource<(bool In, bool Out)>();
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.UseMiddleware(async (context, next) =>
                {
                    var without = context.GetHttpContext() is null;
                    await next();
                    before.SetResult((without, context.GetHttpContext()!.Response.HasStarted));
                });
                builder.ConfigureFunctionsWebApplication();
            },
            typeof(Functions));
        await app.Client.GetStringAsync("/api/Result");
        (await before.Task).ShouldBe((true, true));
    }

    [Fact]
    public async Task A_middleware_can_answer_without_the_function_and_turn_exceptions_into_answers()
    {
        await using var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware(static async (context, next) =>
                {
                    try
                    {
                        await next();
                    }
                    catch (InvalidTimeZoneException)
                    {
                        context.GetInvocationResult().Value = Results.Problem(statusCode: 503);
                    }
                });
                builder.UseMiddleware(static (context, next) =>
                {
                    if (!context.GetHttpContext()!.Request.Headers.ContainsKey("X-Key"))
                    {
                        context.GetInvocationResult().Value = Results.Unauthorized();
                        return Task.CompletedTask;
                    }

                    return next();
                });
            },
            typeof(Functions));
        (await app.Client.GetAsync("/api/Fails")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        app.Client.DefaultRequestHeaders.Add("X-Key", "1");
        (await app.Client.GetAsync("/api/Fails")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_middleware_can_change_the_arguments()
    {
        await using var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware(static async (context, next) =>
                {
                    var bound = await context.Features.Get<IFunctionInputBindingFeature>()!.BindFunctionInputAsync(context);
                    bound.Values[1] = "changed";
                    await next();
                });
            },
            typeof(Functions));
        (await app.Client.GetStringAsync("/api/Name?name=Ada")).ShouldBe("changed");
    }

    [Fact]
    public async Task A_typed_view_of_the_result_refuses_another_type()
    {
        Exception? refused = null;
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware(async (context, next) =>
                {
                    await next();
                    context.GetInvocationResult<string>().Value += "!";
                    refused = Record.Exception(() => context.GetInvocationResult<IResult>());
                });
            },
            typeof(Functions));
        (await app.Client.GetStringAsync("/api/Name?name=Ada")).ShouldBe("Ada!");
        refused.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public void After_the_build_nothing_can_be_added()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.UseEmulator(static options => options.FunctionClasses.Add(typeof(Functions)));
        using var host = builder.Build();
        Should.Throw<InvalidOperationException>(() => builder.Use(static next => next));
        Should.Throw<InvalidOperationException>(builder.Build);
    }

    public sealed class Counting : IFunctionsWorkerMiddleware
    {
        private int count;

        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["count"] = $"{++count}";
            return next(context);
        }
    }

    public static class Functions
    {
        [Function("Name")]
        public static string Name([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, string? name) => name ?? string.Empty;

        [Function("Items")]
        public static string Items([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) => (string)context.Items["count"];

        [Function("Result")]
        public static IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("function");

        [Function("Fails")]
        public static IResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidTimeZoneException("on purpose");
    }
}
