namespace DataAggregator.Emulator.Durable;

/// <summary>A call that has not been answered, and who awaits it. Continuations run in line, on the thread of the turn.</summary>
internal sealed class OpenCall(ScheduledCall call)
{
    private readonly TaskCompletionSource<string?> answer = new();

    public ScheduledCall Call => call;

    public Task<string?> Answer => answer.Task;

    /// <summary>Disposed when the call is answered.</summary>
    public CancellationTokenRegistration Cancellation { get; set; }

    public void Succeed(string? result)
    {
        Cancellation.Dispose();
        answer.TrySetResult(result);
    }

    public void Fail(Exception error)
    {
        Cancellation.Dispose();
        answer.TrySetException(error);
    }

    public bool TryCancel(CancellationToken cancellationToken) => answer.TrySetCanceled(cancellationToken);
}
