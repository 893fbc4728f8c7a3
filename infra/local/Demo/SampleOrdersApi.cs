using System.Globalization;
using System.Text.Json;
using DataAggregator.Local.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Local.Demo;

/// <summary>
/// The web shop that the demo pipeline reads: <c>GET /v1/orders?offset=0&amp;limit=100</c> with an <c>X-API-Key</c> header gives an array of orders.
/// It listens on the loopback address alone.
/// </summary>
internal sealed class SampleOrdersApi : IAsyncDisposable
{
    /// <summary>The key that the API wants. It guards invented data on the loopback address, and is no secret.</summary>
    public const string Key = "demo-orders-key";

    private const int LargestPage = 1_000;
    private readonly WebApplication app;
    private readonly FreePort port;

    private SampleOrdersApi(WebApplication app, FreePort port)
    {
        this.app = app;
        this.port = port;
    }

    /// <summary>Where it listens.</summary>
    public int Port => port.Number;

    /// <summary>The address of the orders.</summary>
    public Uri Orders => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/v1/orders"));

    /// <summary>Starts it.</summary>
    /// <param name="lastPort">The port of the last start, which a saved pipeline names; taken when it is free.</param>
    /// <param name="ct">Stops the start.</param>
    public static async Task<SampleOrdersApi> StartAsync(int? lastPort, CancellationToken ct)
    {
        var claimed = FreePort.Claim(lastPort);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{claimed.Number}"));
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.MapGet("/v1/orders", GetAsync);
        await web.StartAsync(ct);
        return new SampleOrdersApi(web, claimed);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        port.Dispose();
    }

    private static Task GetAsync(HttpContext context)
    {
        if (context.Request.Headers["X-API-Key"] != Key)
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "The X-API-Key header is missing or wrong.");
        if (Number(context, "offset", 0) is not { } offset || Number(context, "limit", 100) is not { } limit || limit is < 1 or > LargestPage)
            return RefuseAsync(context, StatusCodes.Status400BadRequest, $"'offset' must be a number from 0, 'limit' one from 1 to {LargestPage}.");
        return WriteAsync(context, offset, limit);
    }

    private static int? Number(HttpContext context, string name, int otherwise)
    {
        if (!context.Request.Query.TryGetValue(name, out var text))
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static async Task WriteAsync(HttpContext context, int offset, int limit)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers["X-Total-Count"] = SampleOrder.Count.ToString(CultureInfo.InvariantCulture);
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartArray();
        var end = (int)Math.Min((long)offset + limit, SampleOrder.Count);
        for (var index = offset; index < end; index++)
            new SampleOrder(index + 1).WriteTo(writer);
        writer.WriteEndArray();
        await writer.FlushAsync(context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = message }, context.RequestAborted);
    }
}
