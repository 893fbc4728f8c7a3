using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Gives the invocation's token.</summary>
internal sealed class CancellationTokenConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
        => new(context.TargetType == typeof(CancellationToken) || context.TargetType == typeof(CancellationToken?)
            ? ConversionResult.Success(context.FunctionContext.CancellationToken)
            : ConversionResult.Unhandled());
}
