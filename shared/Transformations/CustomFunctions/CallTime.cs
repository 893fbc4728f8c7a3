using System.Diagnostics;
using Jint;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>Stops a call that takes too long. The engine's own limit counts from the first moment; this one waits until the sandbox is set up.</summary>
internal sealed class CallTime(TimeSpan limit) : Constraint
{
    private long started;

    /// <summary>Whether time is limited.</summary>
    public bool IsOn { get; set; }

    public override void Reset() => started = Stopwatch.GetTimestamp();

    public override void Check()
    {
        if (IsOn && Stopwatch.GetElapsedTime(started) > limit)
            throw new TimeoutException();
    }
}
