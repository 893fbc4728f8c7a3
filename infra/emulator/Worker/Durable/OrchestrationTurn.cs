using DataAggregator.Emulator.Worker.Invocation;

namespace DataAggregator.Emulator.Worker.Durable;

/// <summary>One turn of an orchestrator function.</summary>
internal sealed class OrchestrationTurn(string instanceId)
{
    private readonly Dictionary<string, object?> input = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the function is called with; filled when the turn calls it.</summary>
    public IDictionary<string, object?> Input => input;

    /// <summary>The turn's invocation, once the middleware has let it through.</summary>
    public EmulatedFunctionContext? Context { get; set; }

    /// <summary>The function, if this turn called it: not if the orchestrator was kept in memory since an earlier turn.</summary>
    public Task? Function { get; set; }

    public TriggerData Data => new()
    {
        Input = input,
        BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId },
        HostStopIsHandled = true,
    };
}
