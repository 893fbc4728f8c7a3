namespace Microsoft.Azure.Functions.Worker.Context.Features;

/// <summary>Binds a function's arguments, once an invocation.</summary>
public interface IFunctionInputBindingFeature
{
    /// <summary>Binds the arguments; a second call returns the same ones.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>The arguments.</returns>
    /// <exception cref="FunctionInputConverterException">A parameter could not be filled.</exception>
    ValueTask<FunctionInputBindingResult> BindFunctionInputAsync(FunctionContext context);
}
