namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>A custom function failed on a record, or was stopped at a limit; the record is rejected.</summary>
/// <param name="code">A stable word for what happened.</param>
/// <param name="message">What happened, for people.</param>
internal sealed class FunctionStoppedException(string code, string message) : Exception(message)
{
    /// <summary>A stable word for what happened.</summary>
    public string Code => code;
}
