using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the worker converts and serialises.</summary>
public class WorkerOptions
{
    /// <summary>Creates the options.</summary>
    public WorkerOptions()
    {
    }

    /// <summary>Reads JSON for parameters; by default System.Text.Json without regard to the case of names.</summary>
    public ObjectSerializer? Serializer { get; set; }

    /// <summary>The converters, in the order in which they are asked.</summary>
    public InputConverterCollection InputConverters { get; } = new();
}
