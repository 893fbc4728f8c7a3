using DataAggregator.Tests.Fixtures;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A REST API whose pages a test writes.</summary>
internal sealed class PagesApi : IAsyncDisposable
{
    private readonly WebServer server;
    private volatile string[] pages;

    public PagesApi(params string[] pages)
    {
        this.pages = pages;
        server = new(context => WebServer.AnswerAsync(context, this.pages.ElementAtOrDefault(WebServer.Number(context, "page", 1) - 1) ?? "[]"));
    }

    public string Address => $"{server.Address}/orders";

    public void Write(params string[] texts) => pages = texts;

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
