namespace Microsoft.DurableTask;

/// <summary>One page of values.</summary>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
    where T : notnull
{
    /// <summary>The values of this page.</summary>
    public IReadOnlyList<T> Values { get; } = values ?? throw new ArgumentNullException(nameof(values));

    /// <summary>What to ask for the next page with, or null after the last one.</summary>
    public string? ContinuationToken { get; } = continuationToken;
}
