using System.Collections.Concurrent;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A REST API of increasing integers in pages, which hangs or fails from a page on for as long as the test wants.</summary>
internal sealed class PagedApi : IAsyncDisposable
{
    public const int Records = 1000;
    public const int PageSize = 100;

    private readonly ConcurrentQueue<int> asked = new();
    private readonly WebServer server;
    private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int holdFrom = int.MaxValue;
    private volatile int failFrom = int.MaxValue;

    public PagedApi() => server = new(AnswerAsync);

    public object Source => new
    {
        connector_type = "rest_api",
        config = new
        {
            url = $"{server.Address}/orders",
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

    public ValueTask DisposeAsync()
    {
        Mend();
        return server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var offset = WebServer.Number(context, "offset", 0);
        asked.Enqueue(offset);
        var opened = gate.Task;
        if (offset >= holdFrom)
            await opened;
        var records = Enumerable.Range(offset, Math.Clamp(Records - offset, 0, PageSize)).Select(id => $$"""{"id":{{id}},"note":"record {{id}} with forty and more characters"}""");
        await WebServer.AnswerAsync(context, $"[{string.Join(',', records)}]", offset >= failFrom ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
