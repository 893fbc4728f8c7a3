using System.Runtime.InteropServices;

namespace DataAggregator.Benchmarks;

/// <summary>What the processes that this one started, and has seen ending, took of the processors.</summary>
internal static partial class ChildTime
{
    private const int Children = -1;

    // struct rusage of 64-bit Linux: two timeval of two longs, then 14 longs.
    private const int UsageLongs = 18;

    /// <summary>User and system time together; nothing where it cannot be had.</summary>
    public static TimeSpan Used()
    {
        var usage = new long[UsageLongs];
        if (!OperatingSystem.IsLinux() || GetUsage(Children, usage) != 0)
            return TimeSpan.Zero;
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, [Out] long[] usage);
}
