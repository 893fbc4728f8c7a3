namespace DataAggregator.Emulator.Durable;

/// <summary>Live orchestrations between their turns; the least recently used go first.</summary>
internal sealed class ExecutionCache(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<OrchestrationExecution>> byId = new(StringComparer.Ordinal);
    private readonly LinkedList<OrchestrationExecution> byUse = new();

    /// <summary>Takes an execution out, for a turn. Null if it is not here or of an earlier execution.</summary>
    public OrchestrationExecution? Take(Instance instance)
    {
        lock (byUse)
        {
            if (!byId.Remove(instance.InstanceId, out var node))
            {
                return null;
            }

            byUse.Remove(node);
            return node.Value.Instance.ExecutionId == instance.ExecutionId ? node.Value : null;
        }
    }

    public void Keep(OrchestrationExecution execution)
    {
        lock (byUse)
        {
            byId[execution.Instance.InstanceId] = byUse.AddLast(execution);
            if (byUse.Count > capacity)
            {
                byId.Remove(byUse.First!.Value.Instance.InstanceId);
                byUse.RemoveFirst();
            }
        }
    }
}
