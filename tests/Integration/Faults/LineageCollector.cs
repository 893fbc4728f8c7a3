using System.Collections.Concurrent;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A collector of OpenLineage events, which takes none for as long as the test wants.</summary>
internal sealed class LineageCollector : IAsyncDisposable
{
    public const string Key = "made-for-the-test";
    private readonly ConcurrentQueue<JsonElement> taken = new();
    private readonly WebServer server;
    private readonly bool isDown;
    private readonly string? movedTo;
    private volatile int refused;

    public LineageCollector(bool isDown = false, string? movedTo = null)
    {
        this.isDown = isDown;
        this.movedTo = movedTo;
        server = new(TakeAsync);
    }

    public string Address => server.Address;

    /// <summary>The settings of a server that tells it.</summary>
    public Dictionary<string, string> Settings => new() { ["DATAAGGREGATOR_OPENLINEAGE_URL"] = Address, ["DATAAGGREGATOR_OPENLINEAGE_API_KEY"] = Key };

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<JsonElement> Taken => [.. taken];

    /// <summary>How many it did not take.</summary>
    public int Refused => refused;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Key}" || context.Request.Path != "/api/v1/lineage")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (movedTo is not null)
        {
            Interlocked.Increment(ref refused);
            context.Response.Redirect(movedTo, permanent: false, preserveMethod: true);
            return;
        }

        if (isDown)
        {
            Interlocked.Increment(ref refused);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        taken.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body));
    }
}
