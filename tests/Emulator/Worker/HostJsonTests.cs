using DataAggregator.Emulator;
using DataAggregator.Emulator.Worker.HostJson;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>What host.json may say, and what is told when it says something else.</summary>
public sealed class HostJsonTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("host-json-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = Read("""
            {
              // Comments are allowed.
              "version": "2.0",
              "functionTimeout": "00:10:00",
              "logging": { "logLevel": { "default": "Warning" } },
              "extensions": {
                "http": { "routePrefix": "v1" },
                "durableTask": { "hubName": "MyHub", "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4 },
                "eventHubs": {
                  "maxEventBatchSize": 50, "minEventBatchSize": 5, "maxWaitTime": "00:00:30", "prefetchCount": 200, "batchCheckpointFrequency": 2,
                  "initialOffsetOptions": { "type": "fromEnqueuedTime", "enqueuedTimeUtc": "2026-01-31T12:00:00Z" },
                },
                "blobs": { "maxDegreeOfParallelism": 6, "poisonBlobThreshold": 7 }
              }
            }
            """);
        settings.FunctionTimeout.ShouldBe(TimeSpan.FromMinutes(10));
        settings.Logging["Logging:LogLevel:Default"].ShouldBe("Warning");
        settings.RoutePrefix.ShouldBe("v1");
        settings.DurableTask.HubName.ShouldBe("MyHub");
        settings.DurableTask.MaxConcurrentActivityFunctions.ShouldBe(3);
        settings.DurableTask.MaxConcurrentOrchestratorFunctions.ShouldBe(4);
        settings.EventHubs.MaxEventBatchSize.ShouldBe(50);
        settings.EventHubs.MinEventBatchSize.ShouldBe(5);
        settings.EventHubs.MaxWaitTime.ShouldBe(TimeSpan.FromSeconds(30));
        settings.EventHubs.PrefetchCount.ShouldBe(200);
        settings.EventHubs.BatchCheckpointFrequency.ShouldBe(2);
        settings.EventHubs.InitialOffset.ShouldBe(InitialOffset.FromEnqueuedTime);
        settings.EventHubs.InitialEnqueuedTime.ShouldBe(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        settings.Blobs.MaxDegreeOfParallelism.ShouldBe(6);
        settings.Blobs.PoisonBlobThreshold.ShouldBe(7);
    }

    [Fact]
    public void What_is_not_said_has_the_official_default()
    {
        foreach (var settings in new[] { Read("""{"version": "2.0", "functionTimeout": "-1"}"""), HostJsonReader.Read(Path.Combine(directory, "missing.json")) })
        {
            settings.RoutePrefix.ShouldBe("api");
            settings.FunctionTimeout.ShouldBeNull();
            settings.EventHubs.MaxEventBatchSize.ShouldBe(100);
            settings.EventHubs.InitialOffset.ShouldBe(InitialOffset.FromStart);
            settings.Blobs.PoisonBlobThreshold.ShouldBe(5);
        }
    }

    [Fact]
    public void What_only_Azure_understands_is_let_through()
        => Read("""{"extensionBundle": {"id": "x"}, "extensions": {"durableTask": {"storageProvider": {"type": "azureManaged"}}}}""").RoutePrefix.ShouldBe("api");

    [Fact]
    public void The_file_of_this_repository_is_valid()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.GetFiles("DataAggregator.sln").Length == 0)
        {
            root = root.Parent!;
        }

        HostJsonReader.Read(Path.Combine(root.FullName, "host.json")).DurableTask.HubName.ShouldBe("DataAggregator");
    }

    [Theory]
    [InlineData("""{"extensions": {"http": {"routePrefx": "x"}}}""", "unknown setting extensions.http.routePrefx", "extensions.http.routePrefix")]
    [InlineData("""{"extensions": {"durable": {"hubName": "x"}}}""", "unknown setting extensions.durable", "extensions.")]
    [InlineData("""{"versoin": "2.0"}""", "unknown setting versoin", "version")]
    [InlineData("""{"extensions": {"eventHubs": {"maxBatchSize": 1}}}""", "unknown setting extensions.eventHubs.maxBatchSize", "extensions.eventHubs.maxEventBatchSize")]
    [InlineData("""{"version": "1.0"}""", "version has to be \"2.0\", not \"1.0\"", "")]
    [InlineData("""{"functionTimeout": "soon"}""", "functionTimeout has to be a duration", "not \"soon\"")]
    [InlineData("""{"extensions": {"durableTask": {"maxConcurrentActivityFunctions": 0}}}""", "extensions.durableTask.maxConcurrentActivityFunctions has to be an integer of at least 1, not 0", "")]
    [InlineData("""{"extensions": {"durableTask": {"maxConcurrentActivityFunctions": "4"}}}""", "extensions.durableTask.maxConcurrentActivityFunctions has to be an integer", "not \"4\"")]
    [InlineData("""{"extensions": {"durableTask": {"hubName": "my-hub"}}}""", "extensions.durableTask.hubName has to be", "not \"my-hub\"")]
    [InlineData("""{"extensions": {"eventHubs": {"initialOffsetOptions": {"type": "middle"}}}}""", "extensions.eventHubs.initialOffsetOptions.type has to be", "fromStart")]
    [InlineData("""{"extensions": {"eventHubs": {"initialOffsetOptions": {"type": "fromEnqueuedTime"}}}}""", "extensions.eventHubs.initialOffsetOptions.enqueuedTimeUtc", "fromEnqueuedTime")]
    [InlineData("""{"extensions": {"eventHubs": {"minEventBatchSize": 20, "maxEventBatchSize": 10}}}""", "extensions.eventHubs.minEventBatchSize", "at most")]
    [InlineData("""{"extensions": []}""", "extensions has to be an object, not an array", "")]
    [InlineData("""[]""", "the document has to be an object", "")]
    [InlineData("""{""", "is not valid JSON", "")]
    public void A_wrong_setting_is_an_error_that_names_its_path_and_the_way_out(string json, string first, string second)
    {
        var error = Should.Throw<EmulatorStartException>(() => Read(json));
        error.Message.ShouldContain(Path.Combine(directory, "host.json"));
        error.Message.ShouldContain(first);
        error.Message.ShouldContain(second);
    }

    [Fact]
    public async Task The_logging_section_is_configuration_that_the_application_overrides()
    {
        await using var app = await TestApp.StartAsync(
            static builder => builder.Configuration["Logging:LogLevel:Mine"] = "Error",
            """{"version": "2.0", "logging": {"logLevel": {"Mine": "Debug", "Theirs": "Trace"}}}""",
            dataDirectory: null,
            typeof(Empty));
        var configuration = app.Host.Services.GetRequiredService<IConfiguration>();
        configuration["Logging:LogLevel:Mine"].ShouldBe("Error");
        configuration["Logging:LogLevel:Theirs"].ShouldBe("Trace");
    }

    private HostSettings Read(string json)
    {
        var path = Path.Combine(directory, "host.json");
        File.WriteAllText(path, json);
        return HostJsonReader.Read(path);
    }

    /// <summary>A class without functions.</summary>
    public static class Empty;
}
