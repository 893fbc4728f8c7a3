namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>What an HTTP function takes that is no record of ours, once for each media type; its example stands in <c>Examples</c> under the function's name.</summary>
/// <param name="mediaType">The media type.</param>
/// <param name="types">The JSON types that it may have; none for any.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RawBodyAttribute(string mediaType, params string[] types) : Attribute
{
    /// <summary>The media type.</summary>
    public string MediaType { get; } = mediaType;

    /// <summary>The JSON types that it may have.</summary>
    public string[] Types { get; } = types;

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it may be left out.</summary>
    public bool Optional { get; init; }
}
