using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker.Extensions.DurableTask;

/// <summary>Gives the client of the task hub.</summary>
internal sealed class DurableTaskClientConverter(IDurableTaskClientProvider clients) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new(context.TargetType == typeof(DurableTaskClient)
        ? ConversionResult.Success(clients.GetClient())
        : ConversionResult.Unhandled());
}
