namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>One way to call a function.</summary>
/// <param name="Signature">What it takes and gives.</param>
/// <param name="Kernel">What it does for the row at hand: it gives exactly one result, or fails.</param>
internal sealed record Overload(Signature Signature, Action<Invocation> Kernel);
