using System.Collections.Concurrent;
using DataAggregator.Local.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Integration.Upgrade;

/// <summary>A REST API with the same increasing integers under every path, which hangs or fails for some of them half-way until it is mended.</summary>
internal sealed class UpgradeSource : IAsyncDisposable
{
    public const int Records = 300;

    private const int PageSize = 100;
    private const int Half = 200;
    private readonly FreePort port = FreePort.Claim();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> held = new();
    private readonly ConcurrentDictionary<string, bool> failing = new();
    private readonly ConcurrentDictionary<string, int> furthest = new();
    private readonly WebApplication application;

    private UpgradeSource()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.Number}");
        application = builder.Build();
        application.MapGet("/{path}", AnswerAsync);
    }

    /// <summary>Starts it.</summary>
    public static async Task<UpgradeSource> StartAsync()
    {
        var source = new UpgradeSource();
        await source.application.StartAsync();
        return source;
    }

    public int Port => port.Number;

    /// <summary>A pipeline's source that reads a path.</summary>
    public object Of(string path) => new
    {
        connector_type = "rest_api",
        config = new { url = $"http://127.0.0.1:{Port}/{path}", auth_method = "none", retry_attempts = 0, pagination = new { type = "offset", page_size = PageSize } },
    };

    /// <summary>Hangs in the middle of a path.</summary>
    public void Hold(string path) => held[path] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers 503 in the middle of a path.</summary>
    public void Fail(string path) => failing[path] = true;

    /// <summary>Answers what hangs or fails.</summary>
    public void Mend(string path)
    {
        failing.TryRemove(path, out _);
        if (held.TryRemove(path, out var gate))
            gate.TrySetResult();
    }

    /// <summary>Whether a path was asked for its middle.</summary>
    public bool IsHalfWay(string path) => furthest.GetValueOrDefault(path) >= Half;

    public async ValueTask DisposeAsync()
    {
        foreach (var path in held.Keys)
            Mend(path);
        await application.DisposeAsync();
        port.Dispose();
    }

    private async Task<IResult> AnswerAsync(HttpContext context, string path, int offset = 0)
    {
        furthest.AddOrUpdate(path, offset, (_, known) => Math.Max(known, offset));
        if (offset >= Half && held.TryGetValue(path, out var gate))
            await gate.Task.WaitAsync(context.RequestAborted);
        if (offset >= Half && failing.ContainsKey(path))
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var records = Enumerable.Range(offset, Math.Clamp(Records - offset, 0, PageSize)).Select(id => $$"""{"id":{{id}},"email":"{{(id == 7 ? "broken" : $"reader.{id:D6}@example.com")}}"}""");
        return Results.Text($"[{string.Join(',', records)}]", "application/json");
    }
}
