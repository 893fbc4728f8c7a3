using System.Globalization;
using System.Net;
using System.Text;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A REST API whose pages a test writes.</summary>
internal sealed class PagesApi : IAsyncDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly HttpListener listener = new();
    private readonly Task serving;
    private volatile string[] pages;

    public PagesApi(params string[] pages)
    {
        this.pages = pages;
        listener.Prefixes.Add($"http://127.0.0.1:{port.Number}/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{port.Number}/orders";

    public void Write(params string[] texts) => pages = texts;

    public async ValueTask DisposeAsync()
    {
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
                var context = await listener.GetContextAsync();
                var number = int.Parse(context.Request.QueryString["page"] ?? "1", CultureInfo.InvariantCulture);
                context.Response.ContentType = "application/json";
                context.Response.Close(Encoding.UTF8.GetBytes(pages.ElementAtOrDefault(number - 1) ?? "[]"), willBlock: false);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or a caller has gone: neither waits for an answer.
                continue;
            }
        }
    }
}
