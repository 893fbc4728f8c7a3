using System.Collections.Concurrent;
using System.Text.Json;
using DataAggregator.Local.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A collector of OpenLineage events, which takes none for as long as the test wants.</summary>
internal sealed class LineageCollector : IAsyncDisposable
{
    public const string Key = "made-for-the-test";
    private readonly FreePort port = FreePort.Claim();
    private readonly ConcurrentQueue<JsonElement> taken = new();
    private readonly WebApplication application;
    private volatile bool isDown;
    private volatile int refused;

    private LineageCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        application = builder.Build();
        application.MapPost("/api/v1/lineage", TakeAsync);
    }

    public string Address => $"http://127.0.0.1:{port.Number}";

    /// <summary>The settings of a server that tells it.</summary>
    public Dictionary<string, string> Settings => new() { ["DATAAGGREGATOR_OPENLINEAGE_URL"] = Address, ["DATAAGGREGATOR_OPENLINEAGE_API_KEY"] = Key };

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<JsonElement> Taken => [.. taken];

    /// <summary>How many it did not take.</summary>
    public int Refused => refused;

    public static async Task<LineageCollector> StartAsync(bool isDown)
    {
        var collector = new LineageCollector { isDown = isDown };
        await collector.application.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        port.Dispose();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (request.Headers.Authorization != $"Bearer {Key}")
            return Results.Unauthorized();
        if (isDown)
        {
            Interlocked.Increment(ref refused);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        taken.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(request.Body));
        return Results.Ok();
    }
}
