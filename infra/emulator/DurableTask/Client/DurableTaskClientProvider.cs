namespace Microsoft.DurableTask.Client;

internal sealed class DurableTaskClientProvider(IEnumerable<RegisteredClient> clients) : IDurableTaskClientProvider
{
    public DurableTaskClient GetClient(string? name = null)
    {
        name ??= string.Empty;
        return clients.FirstOrDefault(client => string.Equals(client.Client.Name, name, StringComparison.Ordinal))?.Client
            ?? throw new ArgumentOutOfRangeException(
                nameof(name), name, $"There is no such client; there are: {string.Join(", ", clients.Select(client => $"\"{client.Client.Name}\""))}.");
    }
}
