namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a public method as a function and names it. The name is unique in the application.</summary>
/// <param name="name">A letter, then at most 127 letters, digits, <c>_</c> or <c>-</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));
}
