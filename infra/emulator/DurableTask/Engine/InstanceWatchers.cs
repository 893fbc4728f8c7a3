namespace DataAggregator.Emulator.Durable;

/// <summary>Who waits for an instance to change.</summary>
internal sealed class InstanceWatchers
{
    private readonly Dictionary<string, TaskCompletionSource> changes = new(StringComparer.Ordinal);

    /// <summary>Done at the next change. Ask before reading the instance.</summary>
    public Task NextChange(string instanceId)
    {
        lock (changes)
        {
            if (!changes.TryGetValue(instanceId, out var change))
            {
                changes.Add(instanceId, change = new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            return change.Task;
        }
    }

    public void Notify(string instanceId)
    {
        TaskCompletionSource? change;
        lock (changes)
        {
            changes.Remove(instanceId, out change);
        }

        change?.SetResult();
    }

    /// <summary>Ends all waits: nothing will change any more.</summary>
    public void Close()
    {
        lock (changes)
        {
            foreach (var change in changes.Values)
            {
                change.TrySetException(new ObjectDisposedException(nameof(DurableEngine)));
            }

            changes.Clear();
        }
    }
}
