namespace DataAggregator.Emulator.Durable;

/// <summary>A replay made another call than the history has.</summary>
internal sealed class NonDeterminismException : Exception
{
    public NonDeterminismException(string name, int taskId, string expected, string actual)
        : base($"The orchestrator '{name}' is not deterministic: call #{taskId} is {expected} in its history, but the code made {actual}. "
            + "Take time, GUIDs, random numbers, settings and I/O only from the context or from activities, and do not change the code of running instances.")
    {
    }
}
