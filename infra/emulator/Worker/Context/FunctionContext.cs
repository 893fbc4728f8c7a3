namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function: who is called, with what, and what middleware leaves for each other.</summary>
public abstract class FunctionContext
{
    /// <summary>Creates the context.</summary>
    protected FunctionContext()
    {
    }

    /// <summary>Identifies this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Identifies the function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The trace that this invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger told about itself.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt of a function-level retry this is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is called.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What middleware and function share during this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the host and its extensions attach to this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Is cancelled when the host stops, the caller goes away or the function's time is over.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
