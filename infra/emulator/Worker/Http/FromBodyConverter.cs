using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;

/// <summary>Gives the request's body.</summary>
internal sealed class FromBodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        var body = context.FunctionContext.Features.Get<IFromBodyConversionFeature>()
            ?? throw new InvalidOperationException("[FromBody] needs ConfigureFunctionsWebApplication and an HTTP trigger.");
        return ConversionResult.Success(await body.ConvertAsync(context.FunctionContext, context.TargetType));
    }
}
