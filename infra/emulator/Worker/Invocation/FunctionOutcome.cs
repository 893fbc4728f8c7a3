using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>How an invocation ended.</summary>
/// <param name="Context">The invocation; its service scope has ended.</param>
/// <param name="Result">What the function returned, or middleware put in its place.</param>
/// <param name="Error">What the function or a middleware threw; null if the invocation succeeded.</param>
internal sealed record FunctionOutcome(FunctionContext Context, object? Result, Exception? Error)
{
    public bool Succeeded => Error is null;
}
