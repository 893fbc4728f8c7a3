using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Timers;

/// <summary>Gives a timer function its <see cref="TimerInfo"/>, as the object or as JSON text.</summary>
internal sealed class TimerInfoConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(context.Source switch
    {
        TimerInfo info when context.TargetType.IsInstanceOfType(info) => ConversionResult.Success(info),
        TimerInfo info when context.TargetType == typeof(string) => ConversionResult.Success(JsonSerializer.Serialize(info)),
        TimerInfo info => ConversionResult.Success(JsonSerializer.Deserialize(JsonSerializer.Serialize(info), context.TargetType)),
        _ => ConversionResult.Unhandled(),
    });
}
