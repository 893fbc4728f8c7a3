using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as the host knows it.</summary>
public abstract class FunctionDefinition
{
    /// <summary>Creates the definition.</summary>
    protected FunctionDefinition()
    {
    }

    /// <summary>The parameters in order.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>The file of the assembly that holds the function.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>The method: full type name, a dot, method name.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>Identifies the function.</summary>
    public abstract string Id { get; }

    /// <summary>The name that <see cref="FunctionAttribute"/> gave.</summary>
    public abstract string Name { get; }

    /// <summary>Bindings that bring data in, the trigger among them, by parameter name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>Bindings that take data out, by name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}
