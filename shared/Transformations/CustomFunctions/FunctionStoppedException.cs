namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>A custom function failed on a record, or was stopped at a limit; the record is rejected.</summary>
/// <param name="code">A stable word for what happened.</param>
/// <param name="message">What happened, for people.</param>
internal sealed class FunctionStoppedException(string code, string message) : Exception(message)
{
    /// <summary>The code of a call that was stopped at a limit.</summary>
    public const string Limit = "custom_function_limit";

    /// <summary>The code of a call whose pattern took too long.</summary>
    public const string PatternTimeout = "regex_timeout";

    /// <summary>The code of a call that gave what is no record.</summary>
    public const string Result = "custom_function_result";

    private const int MaxMessage = 300;

    /// <summary>A stable word for what happened.</summary>
    public string Code => code;

    /// <summary>The function was stopped at a limit.</summary>
    public static FunctionStoppedException Limited(string why) => new(Limit, $"The function was stopped: {why}.");

    /// <summary>The function threw.</summary>
    public static FunctionStoppedException Failed(string message) => new("custom_function_failed", message.Length > MaxMessage ? $"{message[..MaxMessage]}..." : message);

    /// <summary>The function gave something else than records.</summary>
    public static FunctionStoppedException NoRecord() => new(Result, "The function must give a record (an object), null, or a list of records.");
}
