using System.Collections.Concurrent;
using System.Net;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Takes notifications, and keeps the ids of their deliveries.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<string?> received = new();
    private readonly Task serving;

    public WebhookReceiver()
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port.Number}/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{port.Number}/hook";

    /// <summary>The ids of what came, in order.</summary>
    public IReadOnlyList<string?> Received => [.. received];

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
        port.Dispose();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                received.Enqueue(context.Request.Headers["X-DataAggregator-Delivery"]);
                context.Response.StatusCode = 204;
                context.Response.Close();
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or whoever sent it was killed.
                continue;
            }
        }
    }
}
