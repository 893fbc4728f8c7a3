using System.Collections.Concurrent;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Takes notifications, and keeps the ids of their deliveries.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<string?> received = new();
    private readonly WebServer server;

    public WebhookReceiver() => server = new(context =>
    {
        received.Enqueue(context.Request.Headers["X-DataAggregator-Delivery"]);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });

    public string Address => $"{server.Address}/hook";

    /// <summary>The ids of what came, in order.</summary>
    public IReadOnlyList<string?> Received => [.. received];

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
