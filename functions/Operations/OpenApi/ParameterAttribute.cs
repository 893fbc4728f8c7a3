namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>A parameter of an HTTP function beside those of its route and those that every list has.</summary>
/// <param name="place"><c>query</c> or <c>header</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="description">What it does.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ParameterAttribute(string place, string name, string description) : Attribute
{
    /// <summary><c>query</c> or <c>header</c>.</summary>
    public string Place { get; } = place;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it does.</summary>
    public string Description { get; } = description;
}
