namespace DataAggregator.Connectors.RestApi;

/// <summary>How long a server asks to wait before the next request.</summary>
internal static class RetryAfter
{
    /// <summary>The longest wait that is worth keeping an activity for; a longer one is left to the run's own retries.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What the answer asks for, whether in seconds or as a time; null where it asks for nothing.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
