using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Fast.Connectors;

/// <summary>An HTTP server on the loopback address that answers as a test tells it to.</summary>
internal sealed class ScriptedApi : IDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly HttpListener listener = new();
    private readonly Func<HttpListenerRequest, int, Answer> script;
    private int served;

    public ScriptedApi(Func<HttpListenerRequest, int, Answer> script)
    {
        this.script = script;
        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        _ = ServeAsync();
    }

    public int Port => port.Number;

    public Uri Url => new($"http://127.0.0.1:{Port}/v1/orders");

    /// <summary>Path and query of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        listener.Close();
        port.Dispose();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
                return;
            }

            Requests.Enqueue(context.Request.RawUrl!);
            var answer = script(context.Request, served++);
            context.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
                context.Response.AddHeader(name, value);
            if (answer.IsSilent)
                continue;
            if (answer.IsCut)
            {
                context.Response.ContentLength64 = answer.Length ?? 1_000_000;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
                context.Response.Abort();
                continue;
            }

            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
            context.Response.Close();
        }
    }

    /// <summary>What the server answers.</summary>
    /// <param name="Body">The body.</param>
    /// <param name="Status">The status.</param>
    /// <param name="IsCut">Whether the connection breaks in the middle of the body.</param>
    /// <param name="IsSilent">Whether nothing is answered at all.</param>
    /// <param name="Length">The length that the answer claims to have.</param>
    public sealed record Answer(string Body, int Status = 200, bool IsCut = false, bool IsSilent = false, long? Length = null)
    {
        public Dictionary<string, string> Headers { get; init; } = [];
    }
}
