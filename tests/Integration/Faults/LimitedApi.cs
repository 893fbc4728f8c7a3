using System.Collections.Concurrent;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A REST API of so many pages of one record, with a rate limit that pipelines are told of; it notes what it was asked for.</summary>
internal sealed class LimitedApi : IAsyncDisposable
{
    private readonly ConcurrentQueue<int> asked = new();
    private readonly WebServer server;
    private readonly int pages;
    private readonly int limit;
    private readonly string period;
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int holdFrom = int.MaxValue;

    public LimitedApi(int pages, int limit, string period)
    {
        (this.pages, this.limit, this.period) = (pages, limit, period);
        server = new(AnswerAsync);
    }

    /// <summary>The pages that it was asked for, in order.</summary>
    public IReadOnlyList<int> Asked => [.. asked];

    /// <summary>A pipeline that reads it into a file.</summary>
    public object Pipeline(string name) => new
    {
        name,
        source = new
        {
            connector_type = "rest_api",
            config = new { url = $"{server.Address}/orders", retry_attempts = 0, rate_limit = limit, rate_limit_period = period, pagination = new { type = "page", page_size = 1 } },
        },
        destination = new { connector_type = "file", config = new { path = $"{name}.ndjson", file_format = "ndjson", write_mode = "replace" } },
        error_handling = new { retry_policy = new { max_retries = 0 } },
    };

    /// <summary>Answers no more from this request on, until <see cref="Go"/>.</summary>
    public void HoldFrom(int request) => holdFrom = request;

    /// <summary>Answers everything, what hangs too.</summary>
    public void Go()
    {
        holdFrom = int.MaxValue;
        gate.TrySetResult();
    }

    public ValueTask DisposeAsync()
    {
        Go();
        return server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var page = WebServer.Number(context, "page", 1);
        asked.Enqueue(page);
        if (asked.Count >= holdFrom)
            await gate.Task.WaitAsync(context.RequestAborted);
        await WebServer.AnswerAsync(context, page <= pages ? $$"""[{"id":{{page}}}]""" : "[]");
    }
}
