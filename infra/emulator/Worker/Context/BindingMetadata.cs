namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>Creates the description.</summary>
    protected BindingMetadata()
    {
    }

    /// <summary>The name of the parameter that is bound.</summary>
    public abstract string Name { get; }

    /// <summary>The kind of binding, <c>httpTrigger</c> for one.</summary>
    public abstract string Type { get; }

    /// <summary>Which way the data flows.</summary>
    public abstract BindingDirection Direction { get; }
}
