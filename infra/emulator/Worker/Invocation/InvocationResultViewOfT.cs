using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>The function's result as middleware sees it, typed.</summary>
[SuppressMessage("Design", "MA0048", Justification = "Follows the official base, whose name differs by arity only.")]
internal sealed class InvocationResultView<T>(InvocationBindings bindings) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)bindings.Result;
        set => bindings.Result = value;
    }
}
