using DataAggregator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Keeps in touch with the run ledger while an activity is at work: renews the run's lease with what was moved since, and hears in the same
/// statement whether to go on. Looked at twice a second, so that a run stops soon although its source hangs, and batches cost nothing.
/// </summary>
internal sealed class RunWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly IRunControlStore control;
    private readonly RunGeneration generation;
    private readonly TimeSpan lease;
    private readonly ILogger logger;
    private readonly bool isEnding;
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource done = new();
    private readonly PeriodicTimer timer;
    private readonly Task loop;
    private long records;
    private long bytes;
    private volatile RunOrder order;

    private RunWatch(IRunControlStore control, RunGeneration generation, TimeSpan lease, TimeProvider time, ILogger logger, bool isEnding, CancellationToken cancellationToken)
    {
        this.control = control;
        this.generation = generation;
        this.lease = lease;
        this.logger = logger;
        this.isEnding = isEnding;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = new PeriodicTimer(Interval, time);
        loop = Task.Run(LookAsync, CancellationToken.None);
    }

    /// <summary>Is cancelled when the activity is to stop at once.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Whether the activity is to stop after the segment at hand.</summary>
    public bool IsPauseRequested => order == RunOrder.Pause;

    private bool IsStopped => order == RunOrder.Superseded || (!isEnding && order is RunOrder.Cancel or RunOrder.Halt);

    /// <summary>Begins an activity; one that is in flight is not kept from it by a wish to hold the run.</summary>
    /// <exception cref="RunStoppedException">The run is to stop.</exception>
    public static async Task<RunWatch> BeginAsync(
        IRunControlStore control, RunGeneration generation, TimeSpan lease, bool isInFlight, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var order = await control.BeginAsync(new RunBeat(generation.RunId, generation.Epoch, lease), cancellationToken);
        if (order == RunOrder.GoOn || (isInFlight && order == RunOrder.Pause))
            return new(control, generation, lease, time, logger, isEnding: false, cancellationToken);
        await control.ReleaseAsync(generation.RunId, generation.Epoch, cancellationToken);
        throw new RunStoppedException(null, order);
    }

    /// <summary>Begins the activity that ends a run: it goes on whatever users ask, as long as the run is not taken over.</summary>
    public static RunWatch Ending(IRunControlStore control, RunGeneration generation, TimeSpan lease, TimeProvider time, ILogger logger, CancellationToken cancellationToken) =>
        new(control, generation, lease, time, logger, isEnding: true, cancellationToken);

    /// <summary>Does the activity's work; whatever it ends with once the run is to stop is that.</summary>
    /// <exception cref="RunStoppedException">The run is to stop.</exception>
    public async Task<T> HeedAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return await work(Token);
        }
        catch (Exception) when (IsStopped)
        {
            throw new RunStoppedException(null, order);
        }
    }

    /// <summary>Counts what was moved, for the next sign of life.</summary>
    public void Count(long movedRecords, long movedBytes)
    {
        Interlocked.Add(ref records, movedRecords);
        Interlocked.Add(ref bytes, movedBytes);
    }

    /// <summary>Throws when the run is to stop, as far as is known: cheap enough for every batch.</summary>
    public void ThrowIfStopped()
    {
        if (IsStopped)
            throw new RunStoppedException(null, order);
    }

    /// <summary>Asks anew and throws when the run is to stop: for the moment before a commit.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await BeatAsync(cancellationToken);
        ThrowIfStopped();
    }

    /// <summary>Ends the activity, and lets go of the run.</summary>
    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        // Ends the wait without an exception, of which the timer would look up each frame in the symbols: that took longer than a small activity.
        timer.Dispose();
        await loop;
        await TryAsync(() => control.ReleaseAsync(generation.RunId, generation.Epoch, CancellationToken.None));
        done.Dispose();
        stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!IsStopped && await timer.WaitForNextTickAsync(CancellationToken.None))
            await TryAsync(() => BeatAsync(done.Token));
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var beat = new RunBeat(generation.RunId, generation.Epoch, lease, Interlocked.Exchange(ref records, 0), Interlocked.Exchange(ref bytes, 0));
        order = await control.BeatAsync(beat, cancellationToken);
        if (IsStopped)
            await stop.CancelAsync();
    }

    private async Task TryAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception failure)
        {
            // The ledger is away, or the activity has ended: the next look tells, and destinations and ledger are fenced by the epoch.
            if (!done.IsCancellationRequested)
                logger.LedgerAway(failure, generation.RunId);
        }
    }
}
