using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A REST API of increasing integers in pages, which hangs or fails from a page on for as long as the test wants.</summary>
internal sealed class PagedApi : IAsyncDisposable
{
    public const int Records = 1000;
    public const int PageSize = 100;

    private readonly FreePort port = FreePort.Claim();
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<int> asked = new();
    private readonly Task serving;
    private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int holdFrom = int.MaxValue;
    private volatile int failFrom = int.MaxValue;

    public PagedApi()
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port.Number}/");
        listener.Start();
        serving = ServeAsync();
    }

    public object Source => new
    {
        connector_type = "rest_api",
        config = new
        {
            url = $"http://127.0.0.1:{port.Number}/orders",
            auth_method = "none",
            retry_attempts = 0,
            pagination = new { type = "offset", page_size = PageSize },
        },
    };

    /// <summary>The offsets that were asked for, in order.</summary>
    public IReadOnlyList<int> Asked => [.. asked];

    /// <summary>Hangs from this record on.</summary>
    public void HoldFrom(int offset) => holdFrom = offset;

    /// <summary>Answers 503 from this record on.</summary>
    public void FailFrom(int offset) => failFrom = offset;

    /// <summary>Answers everything from now on, what hangs too.</summary>
    public void Mend()
    {
        holdFrom = failFrom = int.MaxValue;
        Interlocked.Exchange(ref gate, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Mend();
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
                _ = AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                continue;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var offset = int.Parse(context.Request.QueryString["offset"] ?? "0", CultureInfo.InvariantCulture);
        asked.Enqueue(offset);
        var opened = gate.Task;
        if (offset >= holdFrom)
            await opened;
        try
        {
            context.Response.StatusCode = offset >= failFrom ? 503 : 200;
            context.Response.ContentType = "application/json";
            var records = Enumerable.Range(offset, Math.Clamp(Records - offset, 0, PageSize)).Select(id => $$"""{"id":{{id}},"note":"record {{id}} with forty and more characters"}""");
            context.Response.Close(Encoding.UTF8.GetBytes($"[{string.Join(',', records)}]"), willBlock: false);
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever asked has been killed or cancelled.
            context.Response.Abort();
        }
    }
}
