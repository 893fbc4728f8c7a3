using System.Globalization;
using System.IO.Compression;
using System.Text;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>
/// Serves the numbers in pages, and fails every few requests in one of the ways APIs do: 429 with <c>Retry-After</c>, 500, a hang, a slow body, a gzip stream that
/// is cut off, a reset connection. The request after a failed one is answered.
/// </summary>
internal sealed class FaultyNumbersApi : IAsyncDisposable
{
    private const int EveryRequests = 5;
    private readonly WebServer server;
    private int requests;

    public FaultyNumbersApi() => server = new(AnswerAsync);

    /// <summary>Where the numbers are.</summary>
    public string Address => $"{server.Address}/numbers";

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var request = Interlocked.Increment(ref requests);
        return request % EveryRequests == 0 ? FailAsync(context, request / EveryRequests % 6) : PageAsync(context);
    }

    private static async Task FailAsync(HttpContext context, int fault)
    {
        switch (fault)
        {
            case 0:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "0";
                break;
            case 1:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case 2:
                // Until the caller loses patience.
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case 3:
                await SlowAsync(context);
                break;
            case 4:
                await CutOffAsync(context);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static Task PageAsync(HttpContext context) => WriteAsync(context, Body(context));

    private static async Task SlowAsync(HttpContext context)
    {
        var body = Body(context);
        foreach (var piece in body.Chunk(1 + body.Length / 5))
        {
            await WriteAsync(context, piece);
            await Task.Delay(TimeSpan.FromMilliseconds(30), context.RequestAborted);
        }
    }

    private static async Task CutOffAsync(HttpContext context)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Body(context), context.RequestAborted);
        context.Response.Headers.ContentEncoding = "gzip";
        await WriteAsync(context, packed.ToArray()[..(int)(packed.Length / 2)]);
    }

    private static async Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static byte[] Body(HttpContext context) => Encoding.UTF8.GetBytes(Numbers.Page(Number(context, "offset"), Number(context, "limit")));

    private static int Number(HttpContext context, string name) => int.Parse(context.Request.Query[name].ToString(), CultureInfo.InvariantCulture);
}
