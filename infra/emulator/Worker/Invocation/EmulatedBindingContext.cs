using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>What the trigger told about itself.</summary>
internal sealed class EmulatedBindingContext(InvocationBindings bindings) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => bindings.BindingData;
}
