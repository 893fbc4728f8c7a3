namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>An answer of an HTTP function when all is well, or a problem that is its own. The usual problems need not be said.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">The answer's record; null where there is no JSON.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AnswersAttribute(int status, Type? type = null) : Attribute
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The answer's record.</summary>
    public Type? Type { get; } = type;

    /// <summary>The media type, where it is not JSON.</summary>
    public string? ContentType { get; init; }
}
