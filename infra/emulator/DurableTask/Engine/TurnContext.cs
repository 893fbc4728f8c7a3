namespace DataAggregator.Emulator.Durable;

/// <summary>
/// Where an orchestrator's continuations run: in line, on the thread that completes what they wait for. Within a turn that is the
/// turn's own thread. Code that leaves this context (Task.Run, ContinueWith, ConfigureAwait(false), I/O) leaves the turn, as it
/// does officially.
/// </summary>
internal sealed class TurnContext : SynchronizationContext
{
    private static readonly TurnContext Instance = new();

    /// <summary>Runs a part of a turn.</summary>
    public static void Run(Action part)
    {
        var outer = Current;
        SetSynchronizationContext(Instance);
        try
        {
            part();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => Run(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => Run(() => d(state));

    public override SynchronizationContext CreateCopy() => this;
}
