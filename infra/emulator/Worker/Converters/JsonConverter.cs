using System.Text;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Reads JSON from text or bytes: numbers and booleans of routes and queries come this way too.</summary>
internal sealed class JsonConverter(IOptions<WorkerOptions> options) : IInputConverter
{
    private readonly ObjectSerializer serializer = options.Value.Serializer!;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        var json = context.Source switch
        {
            string text => Encoding.UTF8.GetBytes(text),
            ReadOnlyMemory<byte> bytes => bytes.ToArray(),
            _ => null,
        };
        return new(json is null || context.TargetType == typeof(string) ? ConversionResult.Unhandled() : Read(json, context));
    }

    private ConversionResult Read(byte[] json, ConverterContext context)
    {
        try
        {
            using var stream = new MemoryStream(json);
            return ConversionResult.Success(serializer.Deserialize(stream, context.TargetType, context.FunctionContext.CancellationToken));
        }
        catch (Exception exception)
        {
            return ConversionResult.Failed(exception);
        }
    }
}
