using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Whether the worker's own converters may try after those of a binding attribute.</summary>
[SuppressMessage("Design", "CA1069", Justification = "Default is officially another word for Allow.")]
public enum ConverterFallbackBehavior
{
    /// <summary>They may.</summary>
    Allow = 0,

    /// <summary>The same as <see cref="Allow"/>.</summary>
    Default = 0,

    /// <summary>They may not.</summary>
    Disallow = 1,
}
