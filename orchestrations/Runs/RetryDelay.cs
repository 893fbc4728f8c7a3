using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// The delay before a retry: exponential, with up to a quarter of jitter taken from instance and attempt, so that a replay gives the same; capped,
/// but never shorter than the other side asks for.
/// </summary>
internal static class RetryDelay
{
    // Whoever asks for more than a day is not worth a run that waits.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan Of(RetryPolicy policy, int attempt, string instanceId, TimeSpan? retryAfter = null)
    {
        var seconds = policy.InitialDelaySeconds * Math.Pow(policy.BackoffMultiplier, attempt - 1);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}#{attempt}"));
        var jitter = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue * 0.25;
        var delay = TimeSpan.FromSeconds(Math.Min(policy.MaxDelaySeconds, seconds * (1 + jitter)));
        return retryAfter > delay ? TimeSpan.FromTicks(Math.Min(retryAfter.Value.Ticks, Longest.Ticks)) : delay;
    }
}
