using System.Diagnostics;

namespace DataAggregator.Tests.Fixtures;

/// <summary>Waits for what another process does, as short as possible.</summary>
internal static class Eventually
{
    /// <summary>Returns when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute, or what is given.</exception>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null) => HoldsAsync(condition, () => what, patience);

    /// <summary>Returns when the condition holds; what was waited for is told as it is at the end.</summary>
    /// <exception cref="TimeoutException">It did not within a minute, or what is given.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? patience = null)
    {
        var limit = patience ?? TimeSpan.FromMinutes(1);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Within {limit.TotalSeconds} s it did not happen that {what()}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
