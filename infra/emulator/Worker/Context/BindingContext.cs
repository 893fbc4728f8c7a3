namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger told about itself.</summary>
public abstract class BindingContext
{
    /// <summary>Creates the context.</summary>
    protected BindingContext()
    {
    }

    /// <summary>The trigger's values by name, without regard to case: route and query values, partition, blob name and the like.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
