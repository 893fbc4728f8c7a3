namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>What a converter is asked.</summary>
public abstract class ConverterContext
{
    /// <summary>Creates the context.</summary>
    protected ConverterContext()
    {
    }

    /// <summary>The parameter's type.</summary>
    public abstract Type TargetType { get; }

    /// <summary>What the trigger brought for the parameter; null if nothing.</summary>
    public abstract object? Source { get; }

    /// <summary>The invocation.</summary>
    public abstract FunctionContext FunctionContext { get; }

    /// <summary>The parameter's properties, its binding attribute among them.</summary>
    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}
