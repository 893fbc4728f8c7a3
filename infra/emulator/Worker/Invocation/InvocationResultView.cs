using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>The function's result as middleware sees it.</summary>
internal sealed class InvocationResultView(InvocationBindings bindings) : InvocationResult
{
    public override object? Value
    {
        get => bindings.Result;
        set => bindings.Result = value;
    }
}
