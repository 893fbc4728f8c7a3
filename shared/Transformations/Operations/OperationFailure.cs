namespace DataAggregator.Transformations.Operations;

/// <summary>Why an operation cannot take a value. Operations keep theirs ready: none is made for a value.</summary>
/// <param name="Code">A stable word.</param>
/// <param name="Message">What is wrong and how to mend it; never the value itself.</param>
internal sealed record OperationFailure(string Code, string Message);
