namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>What an HTTP function takes as JSON; its example stands in <c>Examples</c> under the function's name.</summary>
/// <param name="type">A request record.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BodyAttribute(Type type) : Attribute
{
    /// <summary>The request record.</summary>
    public Type Type { get; } = type;

    /// <summary>Whether it may be left out.</summary>
    public bool Optional { get; init; }

    /// <summary>The fields of <c>application/x-www-form-urlencoded</c> that are taken in its place.</summary>
    public string[] FormFields { get; init; } = [];
}
