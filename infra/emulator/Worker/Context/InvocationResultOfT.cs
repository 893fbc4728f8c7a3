using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the function returned.</summary>
/// <typeparam name="T">The type to see it as.</typeparam>
[SuppressMessage("Design", "MA0048", Justification = "The official name differs from its untyped sibling by arity only.")]
public abstract class InvocationResult<T>
{
    /// <summary>Creates the result.</summary>
    protected InvocationResult()
    {
    }

    /// <summary>The returned value. Middleware may replace it after the function ran.</summary>
    public abstract T? Value { get; set; }
}
