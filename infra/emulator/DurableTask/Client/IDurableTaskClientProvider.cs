namespace Microsoft.DurableTask.Client;

/// <summary>Gives clients by name.</summary>
public interface IDurableTaskClientProvider
{
    /// <summary>The client of a name; the default one if null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such client.</exception>
    DurableTaskClient GetClient(string? name = null);
}
