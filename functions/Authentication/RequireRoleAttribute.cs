namespace DataAggregator.Functions.Authentication;

/// <summary>Who may call an HTTP function. One without this attribute or <see cref="AnonymousAttribute"/> is for administrators only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequireRoleAttribute(string role) : Attribute
{
    /// <summary>The least role.</summary>
    public string Role { get; } = role;
}
