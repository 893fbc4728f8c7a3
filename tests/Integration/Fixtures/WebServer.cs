using System.Globalization;
using System.Text;
using DataAggregator.Local.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Tests.Fixtures;

/// <summary>An HTTP server on a free port of the loopback address that answers as a test says; at its end it breaks off whatever it has not answered.</summary>
internal sealed class WebServer : IAsyncDisposable, IDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly WebApplication application;

    /// <summary>Starts it.</summary>
    public WebServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Address);
        application = builder.Build();
        application.Run(answer);
        application.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port => port.Number;

    /// <summary>Where it listens, without a path.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}");

    /// <summary>Answers with JSON.</summary>
    public static Task AnswerAsync(HttpContext context, string json, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, Encoding.UTF8, context.RequestAborted);
    }

    /// <summary>A number of the query.</summary>
    public static int Number(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public void Dispose()
    {
        ((IDisposable)application).Dispose();
        port.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        port.Dispose();
    }
}
