using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>The trace that was current when the invocation began.</summary>
internal sealed class EmulatedTraceContext(Activity? activity) : TraceContext
{
    public override string TraceParent { get; } = activity?.Id ?? string.Empty;

    public override string TraceState { get; } = activity?.TraceStateString ?? string.Empty;
}
