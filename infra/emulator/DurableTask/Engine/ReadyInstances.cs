namespace DataAggregator.Emulator.Durable;

/// <summary>Which instances have a turn to make. An instance makes one turn at a time; messages that come meanwhile give it another.</summary>
internal sealed class ReadyInstances(Action<string> enqueue)
{
    private readonly Dictionary<string, State> states = new(StringComparer.Ordinal);

    private enum State
    {
        Queued,
        AtWork,
        AtWorkAndWoken,
    }

    public void Wake(string instanceId)
    {
        lock (states)
        {
            if (states.TryGetValue(instanceId, out var state))
            {
                states[instanceId] = state == State.Queued ? State.Queued : State.AtWorkAndWoken;
                return;
            }

            states.Add(instanceId, State.Queued);
        }

        enqueue(instanceId);
    }

    public void Begin(string instanceId)
    {
        lock (states)
        {
            states[instanceId] = State.AtWork;
        }
    }

    public void End(string instanceId)
    {
        lock (states)
        {
            if (states[instanceId] != State.AtWorkAndWoken)
            {
                states.Remove(instanceId);
                return;
            }

            states[instanceId] = State.Queued;
        }

        enqueue(instanceId);
    }
}
