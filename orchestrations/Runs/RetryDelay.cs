using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>The delay before a retry: exponential, capped, with up to a quarter of jitter taken from instance and attempt, so that a replay gives the same.</summary>
internal static class RetryDelay
{
    public static TimeSpan Of(RetryPolicy policy, int attempt, string instanceId)
    {
        var seconds = Math.Min(policy.MaxDelaySeconds, policy.InitialDelaySeconds * Math.Pow(policy.BackoffMultiplier, attempt - 1));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}#{attempt}"));
        var jitter = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue * 0.25;
        return TimeSpan.FromSeconds(seconds * (1 + jitter));
    }
}
