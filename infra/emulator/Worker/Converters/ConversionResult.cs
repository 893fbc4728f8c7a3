using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>What a converter answers.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "The official type has no equality of its own.")]
public readonly struct ConversionResult
{
    private ConversionResult(ConversionStatus status, object? value, Exception? error)
    {
        Status = status;
        Value = value;
        Error = error;
    }

    /// <summary>What became of the conversion.</summary>
    public ConversionStatus Status { get; }

    /// <summary>The value, if the conversion succeeded.</summary>
    public object? Value { get; }

    /// <summary>Why, if the conversion failed.</summary>
    public Exception? Error { get; }

    /// <summary>The value was converted.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The answer.</returns>
    public static ConversionResult Success(object? value) => new(ConversionStatus.Succeeded, value, null);

    /// <summary>The value cannot be converted.</summary>
    /// <param name="exception">Why.</param>
    /// <returns>The answer.</returns>
    public static ConversionResult Failed(Exception exception) => new(ConversionStatus.Failed, null, exception);

    /// <summary>Another converter has to look.</summary>
    /// <returns>The answer.</returns>
    public static ConversionResult Unhandled() => new(ConversionStatus.Unhandled, null, null);
}
