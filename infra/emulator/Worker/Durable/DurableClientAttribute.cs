using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a <c>DurableTaskClient</c> parameter to the client of the task hub.</summary>
[InputConverter(typeof(DurableTaskClientConverter))]
[ConverterFallbackBehavior(ConverterFallbackBehavior.Disallow)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>Creates the attribute.</summary>
    public DurableClientAttribute()
    {
    }

    /// <summary>The task hub; the emulator has only one.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting with the connection; the emulator needs none.</summary>
    public string? ConnectionName { get; set; }
}
