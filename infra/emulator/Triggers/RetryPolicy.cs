using System.Globalization;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Triggers;

/// <summary>How often, and after which pauses, a failed invocation is repeated.</summary>
/// <param name="MaxRetryCount">Repetitions after the first attempt; -1 for ever.</param>
/// <param name="First">The pause before the first repetition; each further one is twice as long.</param>
/// <param name="Longest">The longest pause; the same as <paramref name="First"/> when pauses stay the same.</param>
internal sealed record RetryPolicy(int MaxRetryCount, TimeSpan First, TimeSpan Longest)
{
    private static readonly RetryPolicy Never = new(0, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The policy of a function: its retry attribute, else never.</summary>
    /// <exception cref="EmulatorStartException">An interval is not <c>hh:mm:ss</c>, or a count is below -1.</exception>
    public static RetryPolicy Of(FunctionDescriptor function)
    {
        var policy = function.Retry switch
        {
            FixedDelayRetryAttribute each => new RetryPolicy(each.MaxRetryCount, Interval(function, each.DelayInterval), Interval(function, each.DelayInterval)),
            ExponentialBackoffRetryAttribute growing => new RetryPolicy(
                growing.MaxRetryCount, Interval(function, growing.MinimumInterval), Interval(function, growing.MaximumInterval)),
            _ => Never,
        };
        return policy.MaxRetryCount >= -1 && policy.Longest >= policy.First
            ? policy
            : throw new EmulatorStartException(
                $"Function '{function.Name}': its retry policy needs a count of -1 (for ever) or more, and a maximum interval that is not below the minimum.");
    }

    /// <summary>Whether another attempt follows after this many repetitions.</summary>
    public bool Allows(int retries) => MaxRetryCount == -1 || retries < MaxRetryCount;

    /// <summary>The pause before a repetition, of which the first is number 0.</summary>
    public TimeSpan Pause(int retry)
    {
        var ticks = First.Ticks * Math.Pow(2, Math.Min(retry, 62));
        return ticks >= Longest.Ticks ? Longest : TimeSpan.FromTicks((long)ticks);
    }

    private static TimeSpan Interval(FunctionDescriptor function, string text)
        => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval >= TimeSpan.Zero
            ? interval
            : throw new EmulatorStartException($"Function '{function.Name}': '{text}' is not a retry interval; write hh:mm:ss.");
}
