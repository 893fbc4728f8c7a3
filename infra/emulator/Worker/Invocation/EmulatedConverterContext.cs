using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>One parameter of one invocation, to be converted.</summary>
internal sealed class EmulatedConverterContext(FunctionParameter parameter, object? source, FunctionContext context) : ConverterContext
{
    public override Type TargetType => parameter.Type;

    public override object? Source => source;

    public override FunctionContext FunctionContext => context;

    public override IReadOnlyDictionary<string, object> Properties => parameter.Properties;
}
