namespace DataAggregator.Functions.Authentication;

/// <summary>Everybody may call this HTTP function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnonymousAttribute : Attribute;
