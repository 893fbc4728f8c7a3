namespace Microsoft.DurableTask.Client;

/// <summary>Keeps a named client apart from the one that is injected as <see cref="DurableTaskClient"/>.</summary>
internal sealed class RegisteredClient(DurableTaskClient client) : IAsyncDisposable
{
    public DurableTaskClient Client { get; } = client;

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
