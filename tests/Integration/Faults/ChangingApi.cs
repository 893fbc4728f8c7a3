using System.Net;
using System.Text;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>An API that knows every customer until it is told to forget some: then it knows only those with an even number.</summary>
internal sealed class ChangingApi : IAsyncDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly HttpListener listener = new();
    private readonly Task serving;
    private volatile bool forgetful;

    public ChangingApi()
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port.Number}/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Customers => $"http://127.0.0.1:{port.Number}/customers/{{customer_id}}";

    public void Forget() => forgetful = true;

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
                var number = int.Parse(context.Request.Url!.Segments[^1], System.Globalization.CultureInfo.InvariantCulture);
                context.Response.StatusCode = forgetful && number % 2 == 1 ? 404 : 200;
                context.Response.ContentType = "application/json";
                context.Response.Close(Encoding.UTF8.GetBytes($$"""{"answer":{{(forgetful ? 2 : 1)}}}"""), willBlock: false);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or the caller was killed: neither waits for an answer.
                continue;
            }
        }
    }
}
