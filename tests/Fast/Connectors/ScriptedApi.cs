using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Web;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DataAggregator.Tests.Fast.Connectors;

/// <summary>An HTTP server on the loopback address that answers as a test tells it to.</summary>
internal sealed class ScriptedApi : IDisposable
{
    private readonly WebServer server;
    private readonly Func<Request, int, Answer> script;
    private readonly Lock gate = new();
    private int served;

    public ScriptedApi(Func<Request, int, Answer> script)
    {
        this.script = script;
        server = new(AnswerAsync);
    }

    public int Port => server.Port;

    public Uri Url => new($"{server.Address}/v1/orders");

    /// <summary>Path and query of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose() => server.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        var answer = await AskAsync(context.Request);
        if (answer.IsSilent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers.Append(name, value);
        // A body shorter than it says ends with its connection.
        if (answer.IsCut)
            context.Response.ContentLength = answer.Length ?? 1_000_000;
        await context.Response.WriteAsync(answer.Body);
    }

    private async Task<Answer> AskAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = new NameValueCollection();
        foreach (var (name, values) in request.Headers)
            headers.Add(name, values);
        lock (gate)
        {
            Requests.Enqueue(target);
            return script(new(request.Method, target, HttpUtility.ParseQueryString(request.QueryString.Value ?? ""), headers, body), served++);
        }
    }

    /// <summary>What the server is asked.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="Target">Path and query.</param>
    /// <param name="Query">The values of the query.</param>
    /// <param name="Headers">The headers.</param>
    /// <param name="Body">The body.</param>
    public sealed record Request(string Method, string Target, NameValueCollection Query, NameValueCollection Headers, string Body);

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
