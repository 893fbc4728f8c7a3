namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>What became of a conversion.</summary>
public enum ConversionStatus
{
    /// <summary>The converter does not know this type: ask the next one.</summary>
    Unhandled = 0,

    /// <summary>The value is there.</summary>
    Succeeded = 1,

    /// <summary>The converter knows the type, but not this value.</summary>
    Failed = 2,
}
