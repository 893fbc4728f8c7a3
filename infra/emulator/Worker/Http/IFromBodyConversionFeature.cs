namespace Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;

/// <summary>Reads a request's body as a type.</summary>
public interface IFromBodyConversionFeature
{
    /// <summary>Reads the body.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="targetType">The type to read.</param>
    /// <returns>The body, or null if it is empty.</returns>
    ValueTask<object?> ConvertAsync(FunctionContext context, Type targetType);
}
