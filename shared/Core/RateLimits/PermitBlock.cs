using System.Runtime.ExceptionServices;

namespace DataAggregator.Core.RateLimits;

/// <summary>The permits of a limit that this host was given and may use still; once there are none, when to ask again.</summary>
internal sealed class PermitBlock(RateLimit limit, IPermitStore permits, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private readonly SemaphoreSlim turn = new(1, 1);
    private PermitGrant last = new(0, 0, TimeSpan.Zero);
    private int left;
    private long askedAt;
    private long answeredAt;
    private int failures;
    private (int Number, ExceptionDispatchInfo Failure)? failed;

    /// <summary>Whether it holds nothing that asking anew would not tell.</summary>
    public bool IsOver => turn.CurrentCount > 0 && time.GetElapsedTime(Volatile.Read(ref answeredAt)) >= (last.Granted > 0 ? limit.Hold : last.NextIn);

    /// <summary>Takes a permit if there is one.</summary>
    public async ValueTask<Permit> TakeAsync(CancellationToken cancellationToken)
    {
        var before = Volatile.Read(ref failures);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Who waited for a question that failed does not ask in turn: where each takes long to fail, the last would wait for all.
            if (failed is var (number, failure) && number > before)
                failure.Throw();
            if (left > 0 && time.GetElapsedTime(askedAt) < limit.Hold)
                return Use();
            if (last.Granted == 0 && Next() > TimeSpan.Zero)
                return new Permit(false, 0, Wait());
            return await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Permit> AskAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        left = 0;
        // The time of the way there and back is not ours.
        askedAt = time.GetTimestamp();
        try
        {
            last = await permits.TakeAsync(limit, wanted, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            failed = (Interlocked.Increment(ref failures), ExceptionDispatchInfo.Capture(failure));
            throw;
        }

        failed = null;
        answeredAt = time.GetTimestamp();
        left = last.Granted;
        // One is for who asked, however long it took.
        return left > 0 ? Use() : new Permit(false, 0, Wait());
    }

    private Permit Use() => new(true, last.Remaining + --left, Next());

    /// <summary>What is needed in the time that a block may be kept, as the last one showed.</summary>
    private int Wanted()
    {
        var used = last.Granted - left;
        var isUsedUp = left == 0 && time.GetElapsedTime(askedAt) < limit.Hold;
        return Math.Clamp(isUsedUp ? 2 * used : used, 1, limit.MostAtATime);
    }

    private TimeSpan Next() => last.NextIn - time.GetElapsedTime(answeredAt) is var next && next > TimeSpan.Zero ? next : TimeSpan.Zero;

    // A timer that is set to less is over at once.
    private TimeSpan Wait() => Next() is var wait && wait < ShortestWait ? ShortestWait : wait;
}
