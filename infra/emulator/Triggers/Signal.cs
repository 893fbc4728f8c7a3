namespace DataAggregator.Emulator.Triggers;

/// <summary>
/// Tells waiters that something changed. Take <see cref="Changed"/> first, then look, then wait: a change between look and wait is not missed.
/// </summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Pulse"/>.</summary>
    public Task Changed => Volatile.Read(ref _next).Task;

    /// <summary>Wakes everyone who waits.</summary>
    public void Pulse() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
