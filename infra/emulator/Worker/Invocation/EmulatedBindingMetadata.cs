using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>One binding of an emulated function.</summary>
internal sealed class EmulatedBindingMetadata(string name, string type) : BindingMetadata
{
    public override string Name { get; } = name;

    public override string Type { get; } = type;

    public override BindingDirection Direction => BindingDirection.In;
}
