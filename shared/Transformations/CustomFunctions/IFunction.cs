namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>A custom function at work, in whatever language: records go in and come out as JSON.</summary>
internal interface IFunction : IDisposable
{
    /// <summary>The digits that a number of the language holds; numbers of more are texts in records.</summary>
    int MaxDigits { get; }

    /// <summary>What the function makes of a record, as JSON; null when it leaves the record out.</summary>
    /// <exception cref="FunctionStoppedException">It failed, or was stopped.</exception>
    string? Call(string record);

    /// <summary>Asked from another thread while a call is at work: whether it does not end although it should have long since, and is given up for good.</summary>
    bool GiveUp();
}
