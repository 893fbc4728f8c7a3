namespace Microsoft.Azure.Functions.Worker.Context.Features;

/// <summary>A function's arguments, bound.</summary>
/// <param name="values">The arguments in the order of the parameters.</param>
public class FunctionInputBindingResult(object?[] values)
{
    /// <summary>The arguments in the order of the parameters. Middleware may replace them before the function runs.</summary>
    public object?[] Values { get; } = values;
}
