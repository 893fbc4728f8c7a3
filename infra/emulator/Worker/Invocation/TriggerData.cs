using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>What a trigger brings to an invocation. The dictionaries should not regard case, as the official ones do not.</summary>
internal sealed record TriggerData
{
    private static readonly ImmutableDictionary<string, object?> None = ImmutableDictionary.Create<string, object?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Values of parameters, by parameter name: the trigger's own under the name of <see cref="FunctionDescriptor.TriggerParameter"/>.
    /// A value that already has the parameter's type is taken as it is; text and bytes are converted, JSON included.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = None;

    /// <summary>What else the trigger tells, by name: parameters of the same name get it, and <c>BindingContext.BindingData</c> shows it.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } = None;

    /// <summary>The invocation's id; a new one if null.</summary>
    public string? InvocationId { get; init; }

    /// <summary>How often this invocation was repeated so far.</summary>
    public int RetryCount { get; init; }

    /// <summary>How often it may be repeated.</summary>
    public int MaxRetryCount { get; init; }

    /// <summary>The trigger deals with a failure itself, so it is not logged as an error that needs a human.</summary>
    public bool FailureIsHandled { get; init; }

    /// <summary>The trigger's token tells when the host stops; else the invocation's token is cancelled as soon as the host begins to stop.</summary>
    public bool HostStopIsHandled { get; init; }

    /// <summary>Prepares the context before the first middleware runs: the place to set features.</summary>
    public Action<FunctionContext>? Prepare { get; init; }
}
