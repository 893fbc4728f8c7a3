using DataAggregator.Tests.Fixtures;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A REST API that answers one record, and not before the test says so: what happens while a run is at work can be looked at without haste.</summary>
internal sealed class GatedApi : IAsyncDisposable
{
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebServer server;

    public GatedApi() => server = new(async context =>
    {
        asked.TrySetResult();
        await gate.Task;
        await WebServer.AnswerAsync(context, """[{"id":1}]""");
    });

    public string Address => $"{server.Address}/orders";

    /// <summary>When the first request has come.</summary>
    public Task Asked => asked.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Answers what was asked, and from now on at once.</summary>
    public void Open() => gate.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Open();
        return server.DisposeAsync();
    }
}
