using System.Net;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A REST API that answers one record, and not before the test says so: what happens while a run is at work can be looked at without haste.</summary>
internal sealed class GatedApi : IAsyncDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly HttpListener listener = new();
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task serving;

    public GatedApi()
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port.Number}/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{port.Number}/orders";

    /// <summary>When the first request has come.</summary>
    public Task Asked => asked.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Answers what was asked, and from now on at once.</summary>
    public void Open() => gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
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
                asked.TrySetResult();
                await gate.Task;
                context.Response.ContentType = "application/json";
                context.Response.Close("""[{"id":1}]"""u8.ToArray(), willBlock: false);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or a caller has gone: neither waits for an answer.
                continue;
            }
        }
    }
}
