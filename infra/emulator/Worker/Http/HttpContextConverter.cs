using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Http;

/// <summary>Gives the HTTP request.</summary>
internal sealed class HttpContextConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
        => new(context.TargetType == typeof(HttpRequest) && context.FunctionContext.GetHttpContext() is { } http
            ? ConversionResult.Success(http.Request)
            : ConversionResult.Unhandled());
}
