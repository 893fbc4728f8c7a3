namespace DataAggregator.Core.Runs;

/// <summary>
/// What moves a run of the ledger between its statuses: the wishes of users, and the signs of life of whoever works on it. A run is worked on by one
/// epoch at a time; each resumption, retry and take-over is a new one, and what an older one says is not heard.
/// </summary>
public interface IRunControlStore
{
    /// <summary>An activity begins: the run is running, unless it is to stop.</summary>
    Task<RunOrder> BeginAsync(RunBeat beat, CancellationToken cancellationToken);

    /// <summary>Renews the lease and asks what to do, in one cheap statement; nobody is notified.</summary>
    Task<RunOrder> BeatAsync(RunBeat beat, CancellationToken cancellationToken);

    /// <summary>An activity that has begun ends: after the last one, nobody holds the run until the next begins.</summary>
    Task ReleaseAsync(string id, int epoch, CancellationToken cancellationToken);

    /// <summary>The run waits to try again; its lease lasts for <see cref="RunBeat.Lease"/> beyond that.</summary>
    Task<RunOrder> WaitAsync(RunBeat beat, DateTimeOffset until, string reason, CancellationToken cancellationToken);

    /// <summary>Has the other parts of the run stop, since one has failed for good.</summary>
    Task HaltAsync(string id, int epoch, CancellationToken cancellationToken);

    /// <summary>Holds the run, now that nothing of it is at work.</summary>
    /// <returns>False when it is not to be held any more.</returns>
    Task<bool> PauseAsync(string id, int epoch, CancellationToken cancellationToken);

    /// <summary>Asks the run to hold.</summary>
    /// <returns>False when it has ended or is being cancelled.</returns>
    Task<bool> RequestPauseAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes the wish to hold back; a run that is held becomes pending in a new epoch.</summary>
    /// <returns>False when it is neither held nor about to be.</returns>
    Task<bool> ResumeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Asks the run to stop for good; one that is held becomes pending in a new epoch, which does so.</summary>
    /// <returns>False when it has ended already.</returns>
    Task<bool> RequestCancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Opens a failed run again: pending, in a new epoch, as its next attempt.</summary>
    /// <returns>False when it has not failed, what it needs to go on was not kept, or another run has taken its place at the stream that both read.</returns>
    Task<bool> ReopenAsync(string id, CancellationToken cancellationToken);

    /// <summary>Raises the epoch of a run that nobody works on any more.</summary>
    /// <returns>False when it has another epoch, is held or has ended.</returns>
    Task<bool> TakeOverAsync(string id, int epoch, CancellationToken cancellationToken);

    /// <summary>Failed runs that keep what a retry needs, or whose leavings were being removed when a crash came.</summary>
    /// <param name="pipelineId">Only of this pipeline; null for all.</param>
    /// <param name="endedBefore">Only those that ended before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Run>> ListKeptAsync(string? pipelineId, DateTimeOffset endedBefore, CancellationToken cancellationToken);

    /// <summary>Says that the run cannot be retried any more, before what it keeps is removed.</summary>
    /// <returns>False when it was opened again.</returns>
    Task<bool> GiveUpAsync(string id, CancellationToken cancellationToken);

    /// <summary>Says that nothing is kept for the run any more.</summary>
    Task ForgetKeptAsync(string id, CancellationToken cancellationToken);
}
