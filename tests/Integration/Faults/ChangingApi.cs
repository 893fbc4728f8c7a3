using System.Globalization;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>An API that knows every customer until it is told to forget some: then it knows only those with an even number.</summary>
internal sealed class ChangingApi : IAsyncDisposable
{
    private readonly WebServer server;
    private volatile bool forgetful;

    public ChangingApi() => server = new(AnswerAsync);

    public string Customers => $"{server.Address}/customers/{{customer_id}}";

    public void Forget() => forgetful = true;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var number = int.Parse(Path.GetFileName(context.Request.Path), CultureInfo.InvariantCulture);
        var status = forgetful && number % 2 == 1 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return WebServer.AnswerAsync(context, $$"""{"answer":{{(forgetful ? 2 : 1)}}}""", status);
    }
}
