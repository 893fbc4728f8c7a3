namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>The function changes a resource only at the version that <c>If-Match</c> names.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IfMatchAttribute : Attribute;
