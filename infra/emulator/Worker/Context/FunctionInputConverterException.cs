namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function's parameters could not be filled from what the trigger brought.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which parameters, and why.</param>
    public FunctionInputConverterException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which parameters, and why.</param>
    /// <param name="innerException">The first cause.</param>
    public FunctionInputConverterException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
