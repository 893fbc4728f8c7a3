using DataAggregator.Emulator.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware reads and replaces of an invocation's bindings.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>A view whose value can be replaced.</returns>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => new InvocationResultView(Bindings(context));

    /// <summary>What the function returned, as a type.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="context">The invocation.</param>
    /// <returns>A view whose value can be replaced.</returns>
    /// <exception cref="InvalidOperationException">The function returned something else.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var bindings = Bindings(context);
        return bindings.Result is T
            ? new InvocationResultView<T>(bindings)
            : throw new InvalidOperationException($"The function returned {bindings.Result?.GetType().ToString() ?? "null"}, which is not a {typeof(T)}.");
    }

    private static InvocationBindings Bindings(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<InvocationBindings>()
            ?? throw new InvalidOperationException("This function context was not created by the host: it has no bindings.");
    }
}
