using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Http;

/// <summary>
/// Answers server-sent events as they come. A comment every 15 seconds keeps proxies from closing the line; Azure's limit of 230 seconds ends
/// it in time, and the browser connects again.
/// </summary>
internal sealed class EventStream(Func<CancellationToken, IAsyncEnumerable<ServerEvent>> events, TimeProvider time) : IResult
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(200);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        lifetime.CancelAfter(Longest);
        try
        {
            await WriteAsync(response, lifetime.Token);
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            // The client has gone, or is to come again: both are the ordinary end.
            return;
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await response.WriteAsync("retry: 1000\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        var id = 0L;
        await using var source = events(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = source.MoveNextAsync().AsTask();
        while (true)
        {
            var beat = Task.Delay(Heartbeat, time, cancellationToken);
            if (await Task.WhenAny(next, beat) == beat)
            {
                await beat;
                await response.WriteAsync(": still here\n\n", cancellationToken);
            }
            else if (!await next)
            {
                await response.WriteAsync("event: end\ndata: {}\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                return;
            }
            else
            {
                id = source.Current.Id ?? id + 1;
                var data = JsonSerializer.Serialize(source.Current.Data, ApiJson.Options);
                await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {source.Current.Name}\ndata: {data}\n\n"), cancellationToken);
                next = source.MoveNextAsync().AsTask();
            }

            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
