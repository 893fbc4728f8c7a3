using System.Diagnostics;

namespace DataAggregator.Tests.Fixtures;

/// <summary>Waits for what another process does, as short as possible.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Returns when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"Within {Patience.TotalSeconds} s it did not happen that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
