namespace DataAggregator.Emulator.Durable;

/// <summary>The calls that an orchestrator made and the history does not have yet. In a replay, each has to be the one that the history has.</summary>
internal sealed class CallRecord(string orchestrator)
{
    private readonly List<ScheduledCall> unrecorded = [];
    private int nextId;

    public ScheduledCall Add(Func<int, ScheduledCall> make)
    {
        var call = make(nextId++);
        unrecorded.Add(call);
        return call;
    }

    /// <summary>The calls that are new in this turn.</summary>
    public ScheduledCall[] TakeNew()
    {
        ScheduledCall[] calls = [.. unrecorded];
        unrecorded.Clear();
        return calls;
    }

    /// <summary>The history has this call: the code must have made it too.</summary>
    /// <exception cref="NonDeterminismException">It made another, or none.</exception>
    public void Match(HistoryEvent recorded)
    {
        var expected = ScheduledCall.Describe(recorded.Kind, recorded.Name);
        var made = unrecorded.Find(call => call.Id == recorded.TaskId)
            ?? throw new NonDeterminismException(orchestrator, recorded.TaskId, expected, "no such call");
        if (made.Kind != recorded.Kind || !string.Equals(made.Name, recorded.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterminismException(orchestrator, recorded.TaskId, expected, made.InWords);
        }

        unrecorded.Remove(made);
    }

    /// <summary>A turn's calls stand in the history right after its events: none may be left when the next turn begins.</summary>
    /// <exception cref="NonDeterminismException">One is left.</exception>
    public void ThrowIfNew()
    {
        if (unrecorded.Count > 0)
        {
            throw new NonDeterminismException(orchestrator, unrecorded[0].Id, "not there", unrecorded[0].InWords);
        }
    }
}
