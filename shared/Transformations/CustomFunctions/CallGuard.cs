using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// Holds one call of a function in C# to its limits. The function asks at the beginning of each body and each turn of a loop; what it calls in the framework
/// does not ask, so a call that stays there far beyond its time is given up by whoever waits for it.
/// </summary>
internal sealed class CallGuard(FunctionLimits limits)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private const int Idle = 0;
    private const int Running = 1;
    private const int GivenUp = 2;
    private long started;
    private long allocated;
    private int state;

    /// <summary>A call begins on this thread.</summary>
    public void Begin()
    {
        started = Stopwatch.GetTimestamp();
        allocated = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref state, Running);
    }

    /// <summary>Asked by the function; always true, so that it can stand in an expression.</summary>
    /// <exception cref="FunctionStoppedException">A limit is reached; every later question of this call finds it reached, too.</exception>
    public bool Ask()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Stopwatch.GetElapsedTime(started) > limits.Timeout)
            throw FunctionStoppedException.Limited($"it took longer than {limits.Timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms");
        if (GC.GetAllocatedBytesForCurrentThread() - allocated > limits.MemoryBytes)
            throw FunctionStoppedException.Limited($"it took more than {limits.MemoryBytes >> 20} MB of memory");
        return true;
    }

    /// <summary>The call is over.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public void End()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Running) == GivenUp)
            throw new OperationCanceledException("Nobody waits for this call of a function any more.");
    }

    /// <summary>Whether the call at work is so late that it is given up, from now on for good.</summary>
    public bool GiveUp() =>
        Volatile.Read(ref state) == Running
        && Stopwatch.GetElapsedTime(Volatile.Read(ref started)) > (limits.Timeout * 10) + Grace
        && Interlocked.CompareExchange(ref state, GivenUp, Running) == Running;
}
