using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Core.Serialization;
using DataAggregator.Emulator;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>Functions as orchestrators, activities and starters.</summary>
public sealed class DurableFunctionsTests
{
    private const string HostJson = """{"version": "2.0", "extensions": {"durableTask": {"hubName": "TestHub", "maxConcurrentActivityFunctions": 2}}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestration_calls_activities_and_returns_their_results(bool replayed)
    {
        await using var app = await StartAsync(replayed);
        var state = await RunAsync(app, "Sum", new[] { 1, 2, 3 });
        state.ReadOutputAs<int>().ShouldBe(12);
    }

    [Fact]
    public async Task A_function_starts_an_orchestration_by_its_bound_client()
    {
        await using var app = await StartAsync();
        var id = await app.Client.GetStringAsync("/api/Start?n=5");
        var state = await Client(app).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        state.ReadOutputAs<int>().ShouldBe(10);
    }

    [Fact]
    public async Task An_activity_gets_input_instance_context_token_and_services()
    {
        await using var app = await StartAsync();
        var state = await RunAsync(app, "Describe", new Order("A-1", 2));
        state.ReadOutputAs<string>().ShouldBe($"A-1 x2, {state.InstanceId}, DescribeOrder, True, True, service");
    }

    [Fact]
    public async Task An_orchestrator_may_have_no_input_parameter_and_a_missing_number_is_zero()
    {
        await using var app = await StartAsync();
        (await RunAsync(app, "NoInput", new Order("A-1", 2))).ReadOutputAs<int>().ShouldBe(2);
        (await RunAsync(app, "Zero", null)).ReadOutputAs<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Middleware_runs_around_every_turn_and_activity_and_may_await_what_it_likes(bool replayed)
    {
        var seen = new ConcurrentQueue<string>();
        await using var app = await StartAsync(replayed, builder => builder.UseMiddleware(async (context, next) =>
        {
            await Task.Yield();
            seen.Enqueue($"{context.FunctionDefinition.Name} {context.FunctionDefinition.InputBindings.Values.Single().Type}");
            await next();
            context.GetInvocationResult().Value.ShouldBe(context.FunctionDefinition.Name == "Double" ? 2 : null);
        }));
        (await RunAsync(app, "Sum", new[] { 1 })).ReadOutputAs<int>().ShouldBe(2);
        seen.ShouldBe(["Sum orchestrationTrigger", "Double activityTrigger", "Sum orchestrationTrigger"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_middleware_leaves_reaches_the_orchestrator_and_an_orchestrator_keeps_its_services_between_turns(bool replayed)
    {
        await using var app = await StartAsync(replayed, static builder => builder.UseMiddleware(static (context, next) =>
        {
            context.Items["note"] = "from middleware";
            return next();
        }));
        (await RunAsync(app, "KeepsServices", null)).ReadOutputAs<string>().ShouldBe("from middleware, service");
    }

    [Fact]
    public async Task The_history_is_written_by_the_serializer_of_the_worker()
    {
        await using var app = await StartAsync(configure: static builder => builder.Services.Configure<WorkerOptions>(
            static options => options.Serializer = new JsonObjectSerializer(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper })));
        var state = await RunAsync(app, "NoInput", new Order("A-1", 2));
        state.SerializedInput.ShouldBe("""{"NUMBER":"A-1","QUANTITY":2}""");
        state.ReadOutputAs<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Names_in_the_history_are_read_without_regard_to_case()
    {
        await using var app = await StartAsync();
        (await RunAsync(app, "NoInput", new { number = "A-1", quantity = 3 })).ReadOutputAs<int>().ShouldBe(3);
    }

    [Fact]
    public async Task An_activity_that_throws_fails_its_orchestration_with_the_original_as_inner_failure()
    {
        await using var app = await StartAsync();
        var state = await RunAsync(app, "Failing", null);
        state.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        state.FailureDetails!.ErrorType.ShouldBe(typeof(TaskFailedException).FullName);
        state.FailureDetails.InnerFailure!.ErrorType.ShouldBe(typeof(TimeZoneNotFoundException).FullName);
        state.FailureDetails.InnerFailure.ErrorMessage.ShouldBe("no zone");
    }

    [Fact]
    public async Task Names_come_from_the_trigger_if_it_gives_one()
    {
        await using var app = await StartAsync();
        (await RunAsync(app, "renamed", 4)).ReadOutputAs<int>().ShouldBe(8);
    }

    [Fact]
    public async Task Activities_run_as_many_at_a_time_as_host_json_allows()
    {
        Gate.Reset();
        await using var app = await StartAsync();
        var id = await Client(app).ScheduleNewOrchestrationInstanceAsync("FanOut");
        await Gate.TwoInside.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Gate.Open.SetResult();
        await Client(app).WaitForInstanceCompletionAsync(id);
        Gate.Most.ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_web_application_no_server_starts_and_orchestrations_run()
    {
        await using var app = await TestApp.StartAsync(static _ => { }, typeof(Functions));
        app.Host.GetAddresses().ShouldBeEmpty();
        (await RunAsync(app, "Sum", new[] { 4 })).ReadOutputAs<int>().ShouldBe(8);
    }

    [Fact]
    public async Task An_activity_that_a_stop_interrupts_runs_again_at_the_next_start()
    {
        Interrupted.Reset();
        var data = Directory.CreateTempSubdirectory("emulator-data-").FullName;
        try
        {
            string id;
            await using (var first = await TestApp.StartAsync(static _ => { }, HostJson, data, typeof(Functions)))
            {
                id = await Client(first).ScheduleNewOrchestrationInstanceAsync("Interruptible");
                await Interrupted.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
            }

            await using var second = await TestApp.StartAsync(static _ => { }, HostJson, data, typeof(Functions));
            var state = await Client(second).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
            state.ReadOutputAs<int>().ShouldBe(2);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Task<TestApp> StartAsync(bool replayed = false, Action<FunctionsApplicationBuilder>? configure = null) => TestApp.StartAsync(
        builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseEmulator(options => options.ConfigureDurable = durable => durable.ForceReplay = replayed);
            builder.Services.AddScoped<Service>();
            configure?.Invoke(builder);
        },
        HostJson,
        dataDirectory: null,
        typeof(Functions));

    private static DurableTaskClient Client(TestApp app) => app.Host.Services.GetRequiredService<DurableTaskClient>();

    private static async Task<OrchestrationMetadata> RunAsync(TestApp app, string name, object? input)
    {
        // Middleware that throws lets its turn be made again and again: the guard turns that into a failure.
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var id = await Client(app).ScheduleNewOrchestrationInstanceAsync(name, input);
        return await Client(app).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, guard.Token);
    }

    public sealed record Order(string Number, int Quantity);

    public sealed class Service
    {
        public string Name { get; } = "service";
    }

    private static class Gate
    {
        private static readonly Lock Guard = new();
        private static int inside;

        public static TaskCompletionSource TwoInside { get; private set; } = new();

        public static TaskCompletionSource Open { get; private set; } = new();

        public static int Most { get; private set; }

        public static void Reset() => (TwoInside, Open, Most, inside) = (NewSignal(), NewSignal(), 0, 0);

        public static async Task PassAsync()
        {
            lock (Guard)
            {
                Most = Math.Max(Most, ++inside);
                if (inside == 2)
                {
                    TwoInside.TrySetResult();
                }
            }

            await Open.Task;
            lock (Guard)
            {
                inside--;
            }
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static class Interrupted
    {
        private static int runs;

        public static TaskCompletionSource Started { get; private set; } = new();

        public static int Next() => Interlocked.Increment(ref runs);

        public static void Reset() => (Started, runs) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
    }

    public sealed class Functions(IServiceProvider services)
    {
        [Function("Sum")]
        public static async Task<int> Sum([OrchestrationTrigger] TaskOrchestrationContext context, int[] numbers)
        {
            var doubled = await Task.WhenAll(numbers.Select(number => context.CallActivityAsync<int>("Double", number)));
            return doubled.Sum();
        }

        [Function("Double")]
        public static int Double([ActivityTrigger] int number) => number * 2;

        [Function("Start")]
        public static async Task<string> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, [DurableClient] DurableTaskClient client, int n, CancellationToken cancellationToken)
            => await client.ScheduleNewOrchestrationInstanceAsync("Sum", new[] { n }, cancellationToken);

        [Function("Describe")]
        public static Task<string> Describe([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext function, Order order)
            => context.CallActivityAsync<string>("DescribeOrder", order);

        [Function("DescribeOrder")]
        public string DescribeOrder([ActivityTrigger] Order order, string instanceId, FunctionContext context, CancellationToken cancellationToken)
            => $"{order.Number} x{order.Quantity}, {instanceId}, {context.FunctionDefinition.Name}, {context.CancellationToken == cancellationToken}, "
                + $"{cancellationToken.CanBeCanceled}, {services.GetRequiredService<Service>().Name}";

        [Function("NoInput")]
        public static int NoInput([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<Order>()!.Quantity;

        [Function("KeepsServices")]
        public async Task<string> KeepsServices([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext function)
        {
            await context.CallActivityAsync<int>("Double", 1);
            return $"{function.Items["note"]}, {services.GetRequiredService<Service>().Name}";
        }

        [Function("Zero")]
        public static int Zero([OrchestrationTrigger] TaskOrchestrationContext context, int number) => number;

        [Function("Failing")]
        public static Task<int> Failing([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>("Throw");

        [Function("Throw")]
        public static int Throw([ActivityTrigger] object? nothing) => throw new TimeZoneNotFoundException("no zone");

        [Function("NamedByTrigger")]
        public static Task<int> NamedByTrigger([OrchestrationTrigger(Orchestration = "Renamed")] TaskOrchestrationContext context, int number)
            => context.CallActivityAsync<int>("Twice", number);

        [Function("NamedActivity")]
        public static int NamedActivity([ActivityTrigger(Activity = "Twice")] int number) => number * 2;

        [Function("FanOut")]
        public static Task FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
            => Task.WhenAll(Enumerable.Range(0, 6).Select(number => context.CallActivityAsync("PassGate", number)));

        [Function("PassGate")]
        public static Task PassGate([ActivityTrigger] int number) => Gate.PassAsync();

        [Function("Interruptible")]
        public static Task<int> Interruptible([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>("WaitOnce");

        [Function("WaitOnce")]
        public static async Task<int> WaitOnce([ActivityTrigger] object? nothing, CancellationToken cancellationToken)
        {
            var run = Interrupted.Next();
            if (run == 1)
            {
                Interrupted.Started.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return run;
        }
    }
}
